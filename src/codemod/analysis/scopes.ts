import type * as t from '@babel/types';
import { isFunction, type FunctionNode, type Node, type Tree, nameOf } from '../languages/tree.js';

/** One step into a value that is taken apart: `{ items }`, `[first]`, `...rest`. */
export type PathStep = { readonly property: string } | { readonly element: number } | { readonly rest: true };

/** Where a name gets what it stands for. */
export type Origin =
  | { readonly kind: 'value'; readonly node: Node; readonly path: readonly PathStep[] }
  | { readonly kind: 'type'; readonly annotation: Node; readonly path: readonly PathStep[] }
  | { readonly kind: 'param'; readonly of: FunctionNode; readonly index: number; readonly path: readonly PathStep[] }
  | { readonly kind: 'each'; readonly node: Node; readonly path: readonly PathStep[] }
  | {
      readonly kind: 'import';
      readonly declaration: t.ImportDeclaration;
      readonly specifier: t.ImportDeclaration['specifiers'][number];
    }
  | { readonly kind: 'require'; readonly declaration: t.TSImportEqualsDeclaration }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly node: t.ClassDeclaration | t.ClassExpression };

/** A name of the program, with everything that says what it stands for. */
export interface Binding {
  readonly name: string;
  readonly origins: Origin[];
  /** The identifiers where it is declared. */
  readonly identifiers: t.Identifier[];
}

type Names = Map<string, Binding>;

/** Which declaration a name refers to, by the language's rules of scope. */
export class Scopes {
  private readonly scopes = new Map<Node, Names>();
  /** Types have names of their own: `interface Props`, `type Chat`. */
  readonly types = new Map<string, t.TSInterfaceDeclaration | t.TSTypeAliasDeclaration>();

  constructor(private readonly tree: Tree) {
    for (const node of tree.nodes) this.declare(node);
    for (const node of tree.nodes) this.assign(node);
  }

  /** The binding that a name has at a node. */
  lookUp(name: string, at: Node): Binding | undefined {
    for (let node: Node | undefined = at; node; node = this.tree.parentOf(node)) {
      const binding = this.scopes.get(node)?.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** The bindings of the outermost scope: what templates see. */
  get topLevel(): ReadonlyMap<string, Binding> {
    return this.scopes.get(this.tree.root.program) ?? new Map<string, Binding>();
  }

  private declare(node: Node): void {
    switch (node.type) {
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) {
          this.add(this.tree.root.program, specifier.local, { kind: 'import', declaration: node, specifier });
        }
        return;
      case 'TSImportEqualsDeclaration':
        return this.add(this.tree.root.program, node.id, { kind: 'require', declaration: node });
      case 'VariableDeclarator':
        return this.declareVariable(node);
      case 'FunctionDeclaration':
        if (node.id) this.add(this.scopeAround(node), node.id, { kind: 'function', node });
        return this.declareParameters(node);
      case 'ClassDeclaration':
        if (node.id) this.add(this.scopeAround(node), node.id, { kind: 'class', node });
        return;
      case 'CatchClause':
        if (node.param) this.addPattern(node, node.param, () => undefined, []);
        return;
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        this.types.set(node.id.name, node);
        return;
      case 'FunctionExpression':
        if (node.id) this.add(node, node.id, { kind: 'function', node });
        return this.declareParameters(node);
      default:
        if (isFunction(node)) this.declareParameters(node);
    }
  }

  private declareVariable(node: t.VariableDeclarator): void {
    const declaration = this.tree.parentOf(node);
    const isVar = declaration?.type === 'VariableDeclaration' && declaration.kind === 'var';
    const scope = isVar ? this.functionAround(node) : this.scopeAround(node);
    const loop = declaration && this.tree.parentOf(declaration);
    if ((loop?.type === 'ForOfStatement' || loop?.type === 'ForInStatement') && loop.left === declaration) {
      const { right } = loop;
      const isOf = loop.type === 'ForOfStatement';
      return this.addPattern(scope, node.id, (path) => (isOf ? { kind: 'each', node: right, path } : undefined), []);
    }
    const { init } = node;
    this.addPattern(scope, node.id, (path) => (init ? { kind: 'value', node: init, path } : undefined), []);
  }

  private declareParameters(node: FunctionNode): void {
    node.params.forEach((param, index) => {
      const pattern = param.type === 'TSParameterProperty' ? param.parameter : param;
      this.addPattern(node, pattern, (path) => ({ kind: 'param', of: node, index, path }), []);
    });
  }

  /** `client = new Client(token)`, later than its declaration. */
  private assign(node: Node): void {
    if (node.type !== 'AssignmentExpression' || !['=', '??=', '||='].includes(node.operator)) return;
    const { left, right } = node;
    if (left.type === 'Identifier') {
      this.lookUp(left.name, node)?.origins.push({ kind: 'value', node: right, path: [] });
    } else if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') {
      this.eachName(left, [], (identifier, path) =>
        this.lookUp(identifier.name, node)?.origins.push({ kind: 'value', node: right, path }),
      );
    }
  }

  private addPattern(
    scope: Node,
    pattern: Node,
    origin: (path: readonly PathStep[]) => Origin | undefined,
    path: readonly PathStep[],
  ): void {
    this.eachName(pattern, path, (identifier, at, annotated) => {
      const annotation = annotated && typeOf(annotated.node);
      if (annotation) this.add(scope, identifier, { kind: 'type', annotation, path: at.slice(annotated.depth) });
      this.add(scope, identifier, origin(at));
    });
  }

  private eachName(
    pattern: Node,
    path: readonly PathStep[],
    visit: (name: t.Identifier, path: readonly PathStep[], annotated?: { node: Node; depth: number }) => void,
    annotated?: { node: Node; depth: number },
  ): void {
    const around = typeOf(pattern) ? { node: pattern, depth: path.length } : annotated;
    switch (pattern.type) {
      case 'Identifier':
        return visit(pattern, path, around);
      case 'AssignmentPattern':
        return this.eachName(pattern.left, path, visit, around);
      case 'RestElement':
        return this.eachName(pattern.argument, [...path, { rest: true }], visit, around);
      case 'ArrayPattern':
        return pattern.elements.forEach((element, index) => {
          if (element) this.eachName(element, [...path, { element: index }], visit, around);
        });
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.eachName(property, path, visit, around);
          else {
            const name = nameOf(property.key, property.computed) ?? '';
            this.eachName(property.value, [...path, { property: name }], visit, around);
          }
        }
    }
  }

  private add(scope: Node, identifier: t.Identifier, origin: Origin | undefined): void {
    const names = this.scopes.get(scope) ?? new Map<string, Binding>();
    this.scopes.set(scope, names);
    const binding = names.get(identifier.name) ?? { name: identifier.name, origins: [], identifiers: [] };
    names.set(identifier.name, binding);
    if (!binding.identifiers.includes(identifier)) binding.identifiers.push(identifier);
    if (origin) binding.origins.push(origin);
  }

  private scopeAround(node: Node): Node {
    for (let at = this.tree.parentOf(node); at; at = this.tree.parentOf(at)) if (opensScope(at)) return at;
    return this.tree.root.program;
  }

  private functionAround(node: Node): Node {
    return this.tree.ancestorOf(node, isFunction) ?? this.tree.root.program;
  }
}

const BLOCKS = new Set([
  'Program',
  'BlockStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'CatchClause',
]);

function opensScope(node: Node): boolean {
  return BLOCKS.has(node.type) || isFunction(node);
}

/** The type that is written at a name or pattern. */
export function typeOf(node: Node): Node | undefined {
  const { typeAnnotation } = node as { typeAnnotation?: Node | null };
  if (typeAnnotation?.type === 'TSTypeAnnotation') return typeAnnotation.typeAnnotation;
  return undefined;
}
