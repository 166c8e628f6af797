import { parseExpression } from '@babel/parser';
import type * as t from '@babel/types';
import { basename } from 'node:path';
import { moduleReferences } from '../analysis/module-references.js';
import { endOf, type Node, nameOf, startOf, stringOf } from '../languages/tree.js';
import { type Step, type StepContext, StepWork } from './step.js';

const SDKS = ['@twilio/conversations', 'twilio-chat'];
const SECTIONS = new Set(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']);
const PINS = new Set(['overrides', 'resolutions']);
/** Places that hold names of packages, or patterns for their folders. */
const LISTS =
  /^(?:transformIgnorePatterns|moduleNameMapper|allowedNonPeerDependencies|allowedCommonJsDependencies|bundledDependencies|bundleDependencies|onlyBuiltDependencies|scripts|transpilePackages|types|paths|peerDependenciesMeta|dependenciesMeta|external|noExternal|include|exclude|optimizeDeps)$/;

/** The name in a text: not as a part of another name. */
const NAME = /(?<![\w@/-])(?:@twilio\/conversations|twilio-chat)(?![\w-]|\/\w|\.\w)/g;

/** `package.json`, and configuration that names the package: dependencies, lists, scripts, patterns. Installs nothing. */
export const packageJson: Step = (context) => {
  const work = new StepWork();
  const { document } = context;
  if (document.language === 'json') rewriteJson(work, context);
  else if (/(?:^|\/)[\w.-]*(?:config|overrides)[\w.-]*\.[cm]?[jt]s$/.test(document.source.name))
    rewriteConfig(work, context);
  return work;
};

/** `jest.config.js`, `metro.config.js`, `next.config.mjs`: strings and patterns that name the package. */
function rewriteConfig(work: StepWork, { document }: StepContext): void {
  for (const script of document.scripts) {
    const references = new Set(
      moduleReferences(script).flatMap(({ kind, start }) => (kind === 'string' ? [] : [start])),
    );
    for (const node of script.tree.nodes) {
      if (node.type !== 'StringLiteral' && node.type !== 'TemplateElement' && node.type !== 'RegExpLiteral') continue;
      if (!references.has(startOf(node) + 1)) rename(work, document.source.text, startOf(node), endOf(node));
    }
  }
}

function rename(work: StepWork, text: string, start: number, end: number): void {
  // A pattern may escape the slash.
  const pattern = new RegExp(NAME.source.replace('twilio\\/', String.raw`twilio\\?\/`), 'g');
  for (const match of text.slice(start, end).matchAll(pattern)) {
    work.replace(start + match.index, start + match.index + match[0].length, 'rethread');
  }
}

function rewriteJson(work: StepWork, context: StepContext): void {
  const { text } = context.document.source;
  const root = readJson(text);
  if (!root) return;
  const isManifest = basename(context.document.source.name) === 'package.json';
  if (context.package.isFlex && isManifest) {
    return work.remark(
      'info',
      0,
      'left alone: this is a plugin for Twilio Flex, which brings Twilio’s SDK; add rethread by hand if you need both',
    );
  }
  let isInstalled = false;
  for (const property of properties(root)) {
    const name = nameOf(property.key) ?? '';
    if (isManifest && SECTIONS.has(name)) isInstalled = rewriteSection(work, context, property.value) || isInstalled;
    else if (isManifest && (PINS.has(name) || name === 'pnpm')) removePins(work, property.value);
    else rewriteLists(work, text, property, LISTS.test(name));
  }
  if (isInstalled) work.remark('check', 0, 'run your package manager’s install: the lock file was not touched');
}

/** JSON, comments and all, is an expression of JavaScript. */
export function readJson(text: string): t.ObjectExpression | undefined {
  try {
    const root = parseExpression(text, { createParenthesizedExpressions: false });
    return root.type === 'ObjectExpression' ? root : undefined;
  } catch {
    return undefined;
  }
}

export function properties(node: Node): t.ObjectProperty[] {
  return node.type === 'ObjectExpression'
    ? node.properties.filter((property) => property.type === 'ObjectProperty')
    : [];
}

/** @returns whether something has to be installed */
function rewriteSection(work: StepWork, context: StepContext, section: Node): boolean {
  const entries = properties(section);
  let hasRethread = entries.some(({ key }) => nameOf(key) === 'rethread');
  let isChanged = false;
  for (const entry of entries) {
    const name = nameOf(entry.key) ?? '';
    if (!SDKS.includes(name) || /^npm:rethread@/.test(stringOf(entry.value) ?? '')) continue;
    isChanged = true;
    if (hasRethread) remove(work, section, entry);
    else {
      work.replace(startOf(entry.key) + 1, endOf(entry.key) - 1, 'rethread');
      work.replace(startOf(entry.value) + 1, endOf(entry.value) - 1, `^${context.options.version}`);
    }
    hasRethread = true;
  }
  return isChanged;
}

/** A pinned version of Twilio's SDK says nothing about rethread. */
function removePins(work: StepWork, section: Node): void {
  for (const entry of properties(section)) {
    const name = nameOf(entry.key) ?? '';
    if (SDKS.some((sdk) => name === sdk || name.startsWith(`${sdk}@`) || name.endsWith(`/${sdk}`))) {
      remove(work, section, entry);
      work.remark('check', startOf(entry), `the pinned version of ${name} was removed`);
    } else if (PINS.has(name)) removePins(work, entry.value);
  }
}

/** Takes an entry out of an object, with its line. */
function remove(work: StepWork, object: Node, entry: t.ObjectProperty): void {
  const all = properties(object);
  const index = all.indexOf(entry);
  const next = all[index + 1];
  const before = all[index - 1];
  if (next) work.replace(startOf(entry), startOf(next), '');
  else if (before) work.replace(endOf(before), endOf(entry), '');
  else work.replace(startOf(object) + 1, endOf(object) - 1, '');
}

function rewriteLists(work: StepWork, text: string, node: Node, isInside: boolean): void {
  if (node.type === 'ObjectProperty') {
    const inside = isInside || LISTS.test(nameOf(node.key) ?? '');
    if (inside) rename(work, text, startOf(node.key), endOf(node.key));
    return rewriteLists(work, text, node.value, inside);
  }
  if (node.type === 'StringLiteral') {
    if (isInside) rename(work, text, startOf(node), endOf(node));
  } else if (node.type === 'ArrayExpression') {
    for (const element of node.elements) if (element) rewriteLists(work, text, element, isInside);
  } else for (const property of properties(node)) rewriteLists(work, text, property, isInside);
}

/** `--alias`: the name stays, and is rethread. */
export function aliasEdits(context: StepContext): StepWork {
  const work = new StepWork();
  const root = readJson(context.document.source.text);
  if (!root || basename(context.document.source.name) !== 'package.json') return work;
  for (const section of properties(root)) {
    if (!SECTIONS.has(nameOf(section.key) ?? '')) continue;
    for (const entry of properties(section.value)) {
      const name = nameOf(entry.key);
      if (name === 'twilio-chat') {
        work.remark(
          'by-hand',
          startOf(entry),
          'left alone: twilio-chat has other names; run the codemod without --alias',
        );
      }
      const target = `npm:rethread@^${context.options.version}`;
      if (name !== '@twilio/conversations' || stringOf(entry.value) === target) continue;
      work.replace(startOf(entry.value) + 1, endOf(entry.value) - 1, target);
      work.remark('check', startOf(entry), 'run your package manager’s install: the lock file was not touched');
    }
  }
  return work;
}
