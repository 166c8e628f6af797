import { parse, parseExpression } from '@babel/parser';
import type * as t from '@babel/types';
import type { PathStep } from '../analysis/scopes.js';
import { endOf, type Node, nameOf, startOf, Tree } from './tree.js';

/** Code in the markup of a component. */
export interface TemplateCode {
  readonly tree: Tree;
}

/** `v-for`, `*ngFor`, `{#each}`: a name for each item, from here on. */
export interface TemplateLoop {
  readonly name: string;
  readonly path: readonly PathStep[];
  readonly iterable: Node;
  readonly at: number;
}

export interface Template {
  readonly codes: readonly TemplateCode[];
  readonly loops: readonly TemplateLoop[];
}

/** Collects what a template holds; what cannot be read is none of our business: the app's own compiler tells. */
export class TemplateBuilder {
  readonly codes: TemplateCode[] = [];
  readonly loops: TemplateLoop[] = [];

  constructor(private readonly text: string) {}

  /** Adds an expression, or statements as event handlers have them. */
  addCode(start: number, end: number): Node | undefined {
    const code = this.text.slice(start, end);
    if (!/[\w$]/.test(code)) return undefined;
    const root = readAt(code, start);
    if (!root) return undefined;
    const tree = new Tree(root);
    this.codes.push({ tree });
    const [only] = root.program.body;
    return only?.type === 'ExpressionStatement' ? only.expression : undefined;
  }

  /** Adds a loop over the expression at `[start, end)`; `names` is what stands before `of`, `in` or after `as`. */
  addLoop(names: string, start: number, end: number): void {
    const iterable = this.addCode(start, end);
    const pattern = readPattern(names);
    if (!iterable || !pattern) return;
    for (const { name, path } of namesOf(pattern, [])) this.loops.push({ name, path, iterable, at: start });
  }

  build(): Template {
    return { codes: this.codes, loops: this.loops };
  }
}

function readAt(code: string, start: number): t.File | undefined {
  // What is before is made up: the parser counts from there.
  const options = { plugins: ['typescript' as const], errorRecovery: true, sourceType: 'module' as const };
  try {
    const expression = parseExpression(code, options);
    return shift(asFile(expression), start);
  } catch {
    try {
      return shift(parse(code, options), start);
    } catch {
      return undefined;
    }
  }
}

function asFile(expression: t.Expression): t.File {
  const statement = { type: 'ExpressionStatement', expression, start: expression.start, end: expression.end };
  const program = { type: 'Program', body: [statement], directives: [], start: 0, end: expression.end };
  return { type: 'File', program, start: 0, end: expression.end, comments: [] } as unknown as t.File;
}

/** Counts from the start of the file instead of that of the expression. */
function shift(file: t.File, by: number): t.File {
  for (const node of new Tree(file).nodes) {
    node.start = startOf(node) + by;
    node.end = endOf(node) + by;
  }
  return file;
}

/** `message`, `(message, index)`, `{ sid, body }`: the part that stands for the item. */
function readPattern(names: string): Node | undefined {
  const trimmed = names.trim();
  try {
    const list = trimmed.startsWith('(') ? trimmed : `(${trimmed})`;
    const fn = parseExpression(`${list} => 0`, { plugins: ['typescript'] });
    return fn.type === 'ArrowFunctionExpression' ? fn.params[0] : undefined;
  } catch {
    return undefined;
  }
}

function* namesOf(pattern: Node, path: readonly PathStep[]): Generator<{ name: string; path: readonly PathStep[] }> {
  if (pattern.type === 'Identifier') yield { name: pattern.name, path };
  else if (pattern.type === 'ObjectPattern') {
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') continue;
      const name = nameOf(property.key, property.computed) ?? '';
      yield* namesOf(property.value, [...path, { property: name }]);
    }
  }
}
