import type * as t from '@babel/types';

export type Node = t.Node;

/** Where a node begins and ends. The parser's types allow for made nodes, which have no place; ours all have one. */
export function startOf(node: Node): number {
  return node.start ?? 0;
}

export function endOf(node: Node): number {
  return node.end ?? 0;
}

const SKIPPED_KEYS = new Set([
  'type',
  'start',
  'end',
  'loc',
  'range',
  'extra',
  'leadingComments',
  'trailingComments',
  'innerComments',
  'comments',
  'tokens',
  'errors',
]);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The nodes directly below one, in the order of the text. */
export function* childrenOf(node: Node): Generator<Node> {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (SKIPPED_KEYS.has(key)) continue;
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) yield item;
    } else if (isNode(value)) yield value;
  }
}

/** A tree in which every node knows what it is in. */
export class Tree {
  readonly nodes: Node[] = [];
  private readonly parents = new Map<Node, Node>();

  constructor(readonly root: t.File) {
    this.add(root);
  }

  parentOf(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  /** The nearest node around this one that the question is answered with yes for. */
  ancestorOf<N extends Node>(node: Node, is: (candidate: Node) => candidate is N): N | undefined {
    for (let at = this.parentOf(node); at; at = this.parentOf(at)) if (is(at)) return at;
    return undefined;
  }

  private add(root: Node): void {
    // Without recursion: minified code nests deeper than the stack.
    const waiting: Node[] = [root];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      this.nodes.push(node);
      const children = [...childrenOf(node)];
      for (const child of children) this.parents.set(child, node);
      for (const child of children.reverse()) waiting.push(child);
    }
  }
}

export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);

export function isFunction(node: Node): node is FunctionNode {
  return FUNCTIONS.has(node.type);
}

export type MemberNode = t.MemberExpression | t.OptionalMemberExpression;

export function isMember(node: Node | null | undefined): node is MemberNode {
  return node?.type === 'MemberExpression' || node?.type === 'OptionalMemberExpression';
}

export type CallNode = t.CallExpression | t.OptionalCallExpression | t.NewExpression;

export function isCall(node: Node | null | undefined): node is CallNode {
  return node?.type === 'CallExpression' || node?.type === 'OptionalCallExpression' || node?.type === 'NewExpression';
}

/** The name of a property that is written down: `a.name`, `a['name']`, `{ name: … }`, `{ 'name': … }`. */
export function nameOf(key: Node, computed = false): string | undefined {
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (key.type === 'TemplateLiteral' && key.quasis.length === 1) return key.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

export function memberName(node: MemberNode): string | undefined {
  return nameOf(node.property, node.computed);
}

/** What is left when brackets and casts are taken off. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
    case 'TypeCastExpression':
      return bare(node.expression);
    default:
      return node;
  }
}

/** The text of a string literal, or of a template literal without holes. */
export function stringOf(node: Node | null | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'TemplateLiteral' && node.quasis.length === 1) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}
