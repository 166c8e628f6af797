import { createTwoFilesPatch } from 'diff';
import type { FileChange } from '../codemod.js';

/** A change in the unified format, as `git diff` shows it. */
export function diffOf({ name, before, after, target }: FileChange): string {
  const to = target?.name ?? name;
  const moved = target ? `rename from ${name}\nrename to ${to}\n` : '';
  if (before === after) return moved;
  const patch = createTwoFilesPatch(`a/${name}`, `b/${to}`, before, after, '', '', { context: 2 });
  // The library leaves room for dates after the names.
  return moved + patch.replace(/^=+\n/, '').replace(/^((?:---|\+\+\+) .*)\t$/gm, '$1');
}
