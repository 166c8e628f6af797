import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CodemodPlan, FileChange } from './codemod.js';
import { reasonOf } from './languages/embedded-scripts.js';
import { writeAtomically } from './files/write-atomically.js';
import { forEachItem, type RunOptions } from './progress.js';

/** What was written, and what could not be. */
export interface WriteResult {
  readonly written: readonly FileChange[];
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
  /** It was stopped before all were written. */
  readonly isInterrupted: boolean;
}

/** Writes the files of a plan, each in one step. A file that cannot be written does not keep the others from it. */
export async function writePlan({ changes }: CodemodPlan, options: RunOptions): Promise<WriteResult> {
  const written: FileChange[] = [];
  const failed: { name: string; reason: string }[] = [];
  try {
    await forEachItem(changes, options, (change) => {
      try {
        write(change);
        written.push(change);
      } catch (error) {
        failed.push({ name: change.name, reason: reasonOf(error) });
      }
    });
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    return { written, failed, isInterrupted: true };
  }
  return { written, failed, isInterrupted: false };
}

function write({ path, before, after, target }: FileChange): void {
  if (after !== before) writeAtomically(path, after);
  if (!target) return;
  mkdirSync(dirname(target.path), { recursive: true });
  renameSync(path, target.path);
  removeEmpty(dirname(path));
}

/** The folders that a moved file leaves behind. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
    removeEmpty(dirname(folder));
  } catch {
    // It holds something else.
  }
}
