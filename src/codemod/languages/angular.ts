import { onlyRanges } from './embedded-scripts.js';
import { type Markup, type Range, readMarkup } from './markup.js';
import type { Script } from './script.js';
import { type Template, TemplateBuilder } from './template.js';
import { endOf, nameOf, startOf, stringOf } from './tree.js';

const BINDING = /^(?:\[.*\]|\(.*\)|\*.*|bind-.*|on-.*)$/;

/** What only a template of Angular has. */
export const ANGULAR_SIGN = /\*ng(?:For|If|Switch)|\[\(ngModel\)\]|\((?:click|submit|change)\)=|@for\s*\([^)]* of /;

/** The template that a component has in its class: `@Component({ template: '…' })`. */
export function readInlineTemplate(text: string, script: Script): Template | undefined {
  const ranges: Range[] = [];
  for (const node of script.tree.nodes) {
    if (node.type !== 'Decorator' || node.expression.type !== 'CallExpression') continue;
    const { callee, arguments: given } = node.expression;
    const [settings] = given;
    if (callee.type !== 'Identifier' || callee.name !== 'Component' || settings?.type !== 'ObjectExpression') continue;
    for (const property of settings.properties) {
      if (property.type !== 'ObjectProperty' || nameOf(property.key, property.computed) !== 'template') continue;
      const { value } = property;
      if (stringOf(value) !== undefined) ranges.push({ start: startOf(value) + 1, end: endOf(value) - 1 });
    }
  }
  if (ranges.length === 0) return undefined;
  const blanked = onlyRanges(text, ranges);
  return readAngularTemplate(blanked, readMarkup(blanked));
}

/** The code in an Angular template: interpolations, bindings, structural directives, `@for` blocks. */
export function readAngularTemplate(text: string, { attributes, texts }: Markup): Template {
  const builder = new TemplateBuilder(text);
  for (const { name, start, end } of attributes) {
    if (name.toLowerCase() === '*ngfor') addNgFor(builder, text, start, end);
    else if (BINDING.test(name)) addWithoutPipe(builder, text, start, endOfPart(text, start, end));
    else addInterpolations(builder, text, start, end);
  }
  for (const { start, end } of texts) {
    addBlocks(builder, text, start, end);
    addInterpolations(builder, text, start, end);
  }
  return builder.build();
}

function addNgFor(builder: TemplateBuilder, text: string, start: number, end: number): void {
  const match = /^\s*let\s+(\w+)\s+of\s+([^;|]+)/.exec(text.slice(start, end));
  if (!match) return;
  const from = start + match[0].length - (match[2] ?? '').length;
  builder.addLoop(match[1] ?? '', from, start + match[0].length);
}

function addBlocks(builder: TemplateBuilder, text: string, start: number, end: number): void {
  const part = text.slice(start, end);
  for (const match of part.matchAll(/@for\s*\(\s*(\w+)\s+of\s+([^;{]+?)\s*;/g)) {
    const from = start + match.index + match[0].lastIndexOf(match[2] ?? '');
    builder.addLoop(match[1] ?? '', from, from + (match[2] ?? '').length);
  }
  for (const match of part.matchAll(/@(?:if|else if|switch)\s*\(([^{;]*)\)\s*\{/g)) {
    const from = start + match.index + match[0].indexOf('(') + 1;
    builder.addCode(from, from + (match[1] ?? '').length);
  }
}

function addInterpolations(builder: TemplateBuilder, text: string, start: number, end: number): void {
  for (const match of text.slice(start, end).matchAll(/\{\{([\s\S]*?)\}\}/g)) {
    const from = start + match.index + 2;
    addWithoutPipe(builder, text, from, from + (match[1] ?? '').length);
  }
}

/** `message.dateCreated | date: 'short'`: the value is before the pipe. */
function addWithoutPipe(builder: TemplateBuilder, text: string, start: number, end: number): void {
  const pipe = /(?<!\|)\|(?!\|)/.exec(text.slice(start, end));
  builder.addCode(start, pipe ? start + pipe.index : end);
}

/** `*ngIf="user; else guest"`: the condition is the first part. */
function endOfPart(text: string, start: number, end: number): number {
  const other = /;\s*(?:else|then|let)\b/.exec(text.slice(start, end));
  return other ? start + other.index : end;
}
