/**
 * Gives the private members of every class the same short names (`#lane` → `#a`). Minifiers give each name of a file a
 * short one of its own, which compresses worse: see docs/decisions/009.
 */
import MagicString from 'magic-string';
import type { Options } from 'tsup';
import ts from 'typescript';

type TsupPlugin = NonNullable<Options['plugins']>[number];

/** A plugin of tsup. Nobody outside a class can name its private members, so nothing else changes with them. */
export function shortPrivateNames(): TsupPlugin {
  return {
    name: 'short-private-names',
    renderChunk: (code, { path, map }) => {
      if (!/\.c?js$/.test(path)) return undefined;
      const result = new MagicString(code);
      for (const { start, end, name } of renamings(code)) result.overwrite(start, end, name, { storeName: true });
      return {
        code: result.toString(),
        map: map ? result.generateMap({ source: path, hires: 'boundary' }) : null,
      };
    },
  };
}

interface Renaming {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

export function renamings(code: string): Renaming[] {
  const source = ts.createSourceFile('chunk.js', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const found: Renaming[] = [];
  const visit = (node: ts.Node, names: Map<string, string> | undefined): void => {
    if (ts.isPrivateIdentifier(node) && names) {
      const name = names.get(node.text) ?? `#${letters(names.size)}`;
      names.set(node.text, name);
      found.push({ start: node.getStart(source), end: node.end, name });
    }
    // A class inside another one may use the names of both.
    const inside = names ?? (ts.isClassLike(node) ? new Map<string, string>() : undefined);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, undefined);
  return found;
}

/** 0 → a, 25 → z, 26 → aa, … */
function letters(position: number): string {
  const last = String.fromCharCode(97 + (position % 26));
  return position < 26 ? last : letters(Math.floor(position / 26) - 1) + last;
}
