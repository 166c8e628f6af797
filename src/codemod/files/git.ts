import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether what a run changes can be taken back. */
export type TreeState = 'clean' | 'dirty' | 'not in git' | 'git is missing';

/** The state of the working tree below a folder. Files that git ignores do not count. */
export async function treeState(folder: string): Promise<TreeState> {
  try {
    const { stdout } = await run('git', ['-C', folder, 'status', '--porcelain', '--', '.'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim() === '' ? 'clean' : 'dirty';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'git is missing' : 'not in git';
  }
}
