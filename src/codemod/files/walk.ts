import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Source } from '../source.js';
import { decode, MAX_BYTES } from './decode.js';

/** Never an app's own code, whatever `.gitignore` says. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.hg', '.svn', 'bower_components', '.yarn', '.pnpm-store']);

/** What was found on the way. */
export type Walked =
  | { readonly kind: 'file'; readonly path: string; readonly size: number }
  | { readonly kind: 'note'; readonly path: string; readonly note: string };

interface Rules {
  readonly folder: string;
  readonly ignores: Ignore;
}

/**
 * The files below the paths, in a fixed order. Respects `.gitignore` on every level, those above the start included, as far
 * as the repository goes. Symbolic links are not followed: what they point to inside the tree comes anyway, what is outside
 * is none of ours, and loops cannot happen.
 *
 * @param isWanted by name: other files are passed over in silence
 * @throws Error naming a path that does not exist
 */
export function* walk(paths: readonly string[], isWanted: (name: string) => boolean): Generator<Walked> {
  const seen = new Set<string>();
  for (const given of paths) {
    const path = startOf(given);
    if (statSync(path).isDirectory()) yield* walkFolder(path, rulesAbove(path), isWanted, seen);
    else if (!seen.has(path)) {
      seen.add(path);
      yield { kind: 'file', path, size: statSync(path).size };
    }
  }
}

function startOf(given: string): string {
  try {
    return realpathSync(resolve(given));
  } catch {
    throw new Error(`unable to read ${given}; there is no such file or folder`);
  }
}

function* walkFolder(
  folder: string,
  above: readonly Rules[],
  isWanted: (name: string) => boolean,
  seen: Set<string>,
): Generator<Walked> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    yield { kind: 'note', path: folder, note: 'it cannot be read' };
    return;
  }
  const rules = [...above, ...rulesOf(folder)];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (seen.has(path)) continue;
    if (entry.isSymbolicLink()) {
      const note = noteOfLink(path, isWanted);
      if (note !== undefined) yield { kind: 'note', path, note };
    } else if (entry.isDirectory()) {
      seen.add(path);
      if (!SKIPPED_FOLDERS.has(entry.name) && !isIgnored(path, true, rules))
        yield* walkFolder(path, rules, isWanted, seen);
    } else if (entry.isFile() && isWanted(entry.name) && !isIgnored(path, false, rules)) {
      seen.add(path);
      yield { kind: 'file', path, size: lstatSync(path).size };
    }
  }
}

/** Links to packages are of no interest; others are named, as somebody may expect what is behind them. */
function noteOfLink(path: string, isWanted: (name: string) => boolean): string | undefined {
  try {
    const target = realpathSync(path);
    if (path.startsWith(target + sep)) return 'it is a symbolic link that leads back to a folder above';
    if (statSync(path).isDirectory() || isWanted(basename(path))) return 'it is a symbolic link, which is not followed';
    return undefined;
  } catch {
    return 'it is a symbolic link that leads nowhere';
  }
}

function rulesAbove(start: string): Rules[] {
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    if (folder !== start) folders.unshift(folder);
    if (exists(join(folder, '.git'))) return folders.flatMap(rulesOf);
    if (dirname(folder) === folder) return []; // in no repository
  }
}

function rulesOf(folder: string): Rules[] {
  try {
    return [{ folder, ignores: ignore().add(readFileSync(join(folder, '.gitignore'), 'utf8')) }];
  } catch {
    return [];
  }
}

/** As git: the rules nearest to the file are asked last and may take back what those above said. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  let result = false;
  for (const { folder, ignores } of rules) {
    const name = relative(folder, path).split(sep).join('/');
    const { ignored, unignored } = ignores.test(isFolder ? `${name}/` : name);
    if (ignored) result = true;
    else if (unignored) result = false;
  }
  return result;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The file's text, or why it is skipped. */
export function readSource(path: string, size: number, root: string): Source | { readonly skipped: string } {
  if (size > MAX_BYTES) return { skipped: 'it is larger than 5 MB' };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return { skipped: 'it cannot be read' };
  }
  const decoded = decode(bytes);
  if ('skipped' in decoded) return decoded;
  return { path, name: relative(root, path).split(sep).join('/') || basename(path), text: decoded.text };
}
