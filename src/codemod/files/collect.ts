import { existsSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { OTHER_SDK_WORDS } from '../analysis/other-sdk-names.js';
import { SDK_WORDS } from '../analysis/sdk-modules.js';
import { languageOf } from '../document.js';
import type { Source } from '../source.js';
import { readSource, walk } from './walk.js';

/** A file that may be read, and how large it is. */
export interface Candidate {
  readonly path: string;
  readonly size: number;
}

/** A file that was left out, and why. */
export interface SkippedFile {
  readonly name: string;
  readonly reason: string;
}

export interface Collected {
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * The files below the paths that are in a language of ours.
 *
 * @throws Error naming a path that does not exist
 */
export function collect(paths: readonly string[], root: string): Collected {
  const candidates: Candidate[] = [];
  const skipped: SkippedFile[] = [];
  for (const found of walk(paths, (name) => languageOf(name) !== undefined)) {
    if (found.kind === 'file') candidates.push({ path: found.path, size: found.size });
    else skipped.push({ name: nameIn(root, found.path), reason: found.note });
  }
  return { candidates, skipped };
}

export function nameIn(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || basename(path);
}

/** Longer lines on average are not written by people. */
const MAX_LINE = 2_000;

/**
 * Reads a file if it has to do with the SDK.
 *
 * @param isWanted reads it even if it does not name the SDK
 * @returns `undefined` where it has not
 */
export function readRelevant(
  { path, size }: Candidate,
  root: string,
  isWanted: (path: string, text: string) => boolean,
): Source | SkippedFile | undefined {
  const source = readSource(path, size, root);
  if ('skipped' in source) return { name: nameIn(root, path), reason: source.skipped };
  const { text, name } = source;
  const isRelevant =
    SDK_WORDS.test(text) ||
    OTHER_SDK_WORDS.test(text) ||
    isWanted(path, text) ||
    isTemplateOfRelevant(path, size, root);
  if (!isRelevant) return undefined;
  if (languageOf(name) === 'script' && isMinified(text)) {
    return { name, reason: 'it is minified; build it again from its source, after that was changed' };
  }
  return source;
}

function isMinified(text: string): boolean {
  if (text.length < 20_000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > MAX_LINE;
}

/** A template of Angular never names the SDK; the class beside it does. */
export function companionOf(path: string): string | undefined {
  const companion = path.replace(/\.html$/, '.ts');
  return path.endsWith('.component.html') && existsSync(companion) ? companion : undefined;
}

function isTemplateOfRelevant(path: string, size: number, root: string): boolean {
  const companion = companionOf(path);
  if (companion === undefined) return false;
  const source = readSource(companion, size, root);
  return 'text' in source && SDK_WORDS.test(source.text);
}
