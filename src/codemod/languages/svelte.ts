import type { Range, ScriptBlock } from './markup.js';
import { type Template, TemplateBuilder } from './template.js';

const BLOCK = /<(script|style)\b([^>]*)>([\s\S]*?)<\/\1\s*>/gi;

/** The scripts of a Svelte component. Its attributes hold `>`, which no reader of HTML expects. */
export function readSvelteScripts(text: string): ScriptBlock[] {
  const matches = [...text.matchAll(BLOCK)].filter(([, tag]) => tag?.toLowerCase() === 'script');
  return matches.map((match) => {
    const start = match.index + match[0].indexOf('>') + 1;
    const pairs = [...(match[2] ?? '').matchAll(/([\w:-]+)\s*=\s*["']?([^"'\s>]*)/g)];
    return {
      start,
      end: start + (match[3] ?? '').length,
      attributes: new Map(pairs.map(([, name = '', value = '']) => [name, value])),
    };
  });
}

/** The code in the markup of a Svelte component: everything in braces. */
export function readSvelteTemplate(text: string): Template {
  const builder = new TemplateBuilder(text);
  const blocks = [...text.matchAll(BLOCK)].map(({ index, 0: all }) => ({ start: index, end: index + all.length }));
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at)) {
    const block = blocks.find(({ start, end }) => at >= start && at < end);
    const end = block ? block.end : endOfBraces(text, at);
    if (!block) addBraces(builder, text, { start: at + 1, end: end - 1 });
    at = end;
  }
  return builder.build();
}

function addBraces(builder: TemplateBuilder, text: string, { start, end }: Range): void {
  const code = text.slice(start, end);
  const each = /^#each\s+([\s\S]+?)\s+as\s+([\s\S]+?)(?:\s*\([^()]*\))?\s*$/.exec(code);
  const keyword = /^(?:#(?:if|await|key)|:else if|@(?:html|const|debug|render|attach))\s+/.exec(code);
  if (each) {
    const from = start + code.indexOf(each[1] ?? '', '#each'.length);
    builder.addLoop(each[2] ?? '', from, from + (each[1] ?? '').length);
  } else if (keyword) {
    const rest = code.slice(keyword[0].length).replace(/\s+(?:then|catch)\s[\s\S]*$/, '');
    builder.addCode(start + keyword[0].length, start + keyword[0].length + rest.length);
  } else if (!/^[/:#]/.test(code)) builder.addCode(start, end);
}

/** Where the braces that open at an offset are closed; strings may hold braces. */
function endOfBraces(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text[at];
    if (character === '"' || character === "'" || character === '`') {
      const close = text.indexOf(character, at + 1);
      // An apostrophe in a sentence has no partner near.
      if (close !== -1 && !text.slice(at, close).includes('\n')) at = close;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}
