import { extname } from 'node:path';
import { ANGULAR_SIGN, readAngularTemplate, readInlineTemplate } from './languages/angular.js';
import { parseEmbedded, reasonOf } from './languages/embedded-scripts.js';
import { readMarkup } from './languages/markup.js';
import type { Dialect } from './languages/parse-script.js';
import { Script } from './languages/script.js';
import { maskServerCode } from './languages/server-templates.js';
import { readSvelteScripts, readSvelteTemplate } from './languages/svelte.js';
import type { Template } from './languages/template.js';
import { readVueTemplate } from './languages/vue.js';
import { Lines, type Source } from './source.js';

export type Language = 'script' | 'json' | 'vue' | 'svelte' | 'angular' | 'page';

/** A file of the app, taken apart. */
export interface Document {
  readonly source: Source;
  readonly language: Language;
  readonly lines: Lines;
  readonly scripts: readonly Script[];
  readonly template: Template | undefined;
  /** Parts that could not be read. `isWhole`: nothing of the file could. */
  readonly failures: readonly { readonly offset: number; readonly reason: string; readonly isWhole: boolean }[];
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  '.js': 'js',
  '.jsx': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};
const PAGES =
  /\.(?:html?|xhtml|php|phtml|ejs|erb|cshtml|vbhtml|razor|aspx|jsp|hbs|handlebars|mustache|twig|njk|jinja2?|j2|liquid|astro)$/i;

/** The kind of a file, by its name; `undefined` where we have no business. */
export function languageOf(name: string): Language | undefined {
  const extension = extname(name).toLowerCase();
  if (extension in DIALECTS) return 'script';
  if (/(?:^|\/)(?:package|ng-package|angular|tsconfig[\w.-]*|jsconfig|deno)\.jsonc?$/.test(name)) return 'json';
  if (extension === '.vue') return 'vue';
  if (extension === '.svelte') return 'svelte';
  if (/\.component\.html$/i.test(name)) return 'angular';
  return PAGES.test(name) ? 'page' : undefined;
}

/** Takes a file apart. Never throws: what cannot be read is in `failures`. */
export function openDocument(source: Source): Document {
  const language = languageOf(source.name) ?? 'script';
  const base = { source, language, lines: new Lines(source.text), scripts: [], template: undefined, failures: [] };
  switch (language) {
    case 'script':
      return { ...base, ...openScript(source) };
    case 'json':
      return base;
    default:
      return { ...base, ...openMarkup(source.text, language) };
  }
}

type Parts = Pick<Document, 'scripts' | 'failures'> & Partial<Pick<Document, 'template' | 'language'>>;

function openScript({ name, text }: Source): Parts {
  try {
    const script = Script.parse(text, DIALECTS[extname(name).toLowerCase()] ?? 'js');
    const template = text.includes('@Component') ? readInlineTemplate(text, script) : undefined;
    return { scripts: [script], failures: [], ...(template && { template }) };
  } catch (error) {
    const offset = (error as { pos?: number }).pos ?? 0;
    return { scripts: [], failures: [{ offset, reason: reasonOf(error), isWhole: true }] };
  }
}

function openMarkup(text: string, language: Language): Parts {
  const { blocks, template, kind } = readParts(text, language);
  const { scripts, failures } = parseEmbedded(kind === 'page' ? maskServerCode(text) : text, blocks);
  return {
    language: kind,
    scripts,
    ...(template && { template }),
    failures: failures.map(({ range, reason }) => ({ offset: range.start, reason, isWhole: false })),
  };
}

function readParts(text: string, language: Language) {
  if (language === 'svelte') {
    return { kind: language, blocks: readSvelteScripts(text), template: readSvelteTemplate(text) };
  }
  if (language === 'vue') {
    const markup = readMarkup(text);
    return { kind: language, blocks: markup.scripts, template: readVueTemplate(text, markup) };
  }
  if (language === 'angular' || ANGULAR_SIGN.test(text)) {
    const markup = readMarkup(text);
    return { kind: 'angular' as const, blocks: markup.scripts, template: readAngularTemplate(text, markup) };
  }
  // What servers write into a page may have `>` where no reader of HTML expects it.
  return { kind: language, blocks: readMarkup(maskServerCode(text)).scripts, template: undefined };
}
