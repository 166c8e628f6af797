import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file in one step: whoever reads it, also after an interruption, finds the old text or the new one. Writes
 * synchronously, so that a handled signal cannot come between.
 *
 * @throws Error naming the file when it is read-only.
 */
export function writeAtomically(path: string, text: string): void {
  const { mode } = statSync(path);
  // The rename would replace a read-only file as well, and so would an administrator's write.
  if ((mode & 0o222) === 0) throw new Error(`unable to write ${path}; it is read-only`);
  const temporary = join(dirname(path), `.${basename(path)}.rethread-${process.pid}`);
  try {
    writeFileSync(temporary, text, { mode: mode & 0o777 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
