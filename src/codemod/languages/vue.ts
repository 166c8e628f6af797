import type { Markup } from './markup.js';
import { type Template, TemplateBuilder } from './template.js';

const DIRECTIVE = /^(?:v-|:|@|#)/;
const LOOP = /^\s*([\s\S]+?)\s+(?:in|of)\s+([\s\S]+)$/;

/** The code in the template of a Vue component: interpolations, directives, loops. */
export function readVueTemplate(text: string, { attributes, texts }: Markup): Template {
  const builder = new TemplateBuilder(text);
  for (const { name, start, end } of attributes) {
    if (!DIRECTIVE.test(name) || /^(?:v-slot|#)/.test(name)) continue;
    const loop = name === 'v-for' && LOOP.exec(text.slice(start, end));
    if (loop) builder.addLoop(loop[1] ?? '', end - (loop[2] ?? '').length, end);
    else builder.addCode(start, end);
  }
  for (const range of texts) {
    for (const match of text.slice(range.start, range.end).matchAll(/\{\{([\s\S]*?)\}\}/g)) {
      const start = range.start + match.index + 2;
      builder.addCode(start, start + (match[1] ?? '').length);
    }
  }
  return builder.build();
}
