import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { treeState } from '../../../../src/codemod/files/git.js';
import { writeAtomically } from '../../../../src/codemod/files/write-atomically.js';
import { type CodemodOptions, planCodemod, writePlan } from '../../../../src/codemod/index.js';
import { withFolder } from '../../../helper/codemod-case.js';

const SDK = "import { Client } from '@twilio/conversations';\n";
const run = promisify(execFile);

const options = (folder: string, more: Partial<CodemodOptions> = {}): CodemodOptions => ({
  paths: [folder],
  root: folder,
  version: '0.1.0',
  scriptSrc: '/rethread.js',
  ...more,
});

describe('writing a file', () => {
  it('keeps its mode and leaves nothing beside it', () =>
    withFolder(new Map([['a.js', 'old']]), async (folder) => {
      await chmod(join(folder, 'a.js'), 0o755);
      writeAtomically(join(folder, 'a.js'), 'new');
      expect(await readFile(join(folder, 'a.js'), 'utf8')).toBe('new');
      expect((await stat(join(folder, 'a.js'))).mode & 0o777).toBe(0o755);
      expect(await readdir(folder)).toEqual(['a.js']);
    }));

  it('refuses a read-only file', () =>
    withFolder(new Map([['a.js', 'old']]), async (folder) => {
      await chmod(join(folder, 'a.js'), 0o444);
      expect(() => writeAtomically(join(folder, 'a.js'), 'new')).toThrow('it is read-only');
      expect(await readFile(join(folder, 'a.js'), 'utf8')).toBe('old');
    }));
});

describe('writing a plan', () => {
  it('goes on after a file that cannot be written', () =>
    withFolder(
      new Map([
        ['a.js', SDK],
        ['b.js', SDK],
      ]),
      async (folder) => {
        await chmod(join(folder, 'a.js'), 0o444);
        const plan = await planCodemod(options(folder));
        const { written, failed } = await writePlan(plan, options(folder));
        expect(written.map(({ name }) => name)).toEqual(['b.js']);
        expect(failed).toEqual([{ name: 'a.js', reason: expect.stringContaining('it is read-only') as string }]);
      },
    ));

  it('stops between two files when it is interrupted, with each of them whole', () =>
    withFolder(new Map(Array.from({ length: 80 }, (_, index) => [`f${index}.js`, SDK])), async (folder) => {
      const controller = new AbortController();
      const plan = await planCodemod(options(folder));
      const onProgress = ({ done }: { done: number }): void => {
        if (done > 0) controller.abort(new Error('interrupted'));
      };
      const result = await writePlan(plan, options(folder, { signal: controller.signal, onProgress }));
      expect(result.isInterrupted).toBe(true);
      expect(result.written).toHaveLength(32);
      const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
      expect(texts.filter((text) => text === SDK)).toHaveLength(48);
      expect(texts.filter((text) => text === "import { Client } from 'rethread';\n")).toHaveLength(32);
    }));

  it('stops planning as well', () =>
    withFolder(new Map([['a.js', SDK]]), async (folder) => {
      const signal = AbortSignal.abort(new Error('interrupted'));
      await expect(planCodemod(options(folder, { signal }))).rejects.toThrow('interrupted');
    }));
});

describe('a file with a syntax error', () => {
  it('is named and skipped; the others are changed', () =>
    withFolder(
      new Map([
        ['a.js', `${SDK}const = ;`],
        ['b.js', SDK],
      ]),
      async (folder) => {
        const plan = await planCodemod(options(folder));
        expect(plan.failures).toMatchObject([{ name: 'a.js', line: 2, column: 7 }]);
        expect(plan.changes.map(({ name }) => name)).toEqual(['b.js']);
      },
    ));
});

describe('the git tree', () => {
  it('is told clean from dirty', () =>
    withFolder(new Map([['a.js', SDK]]), async (folder) => {
      expect(await treeState(folder)).toBe('not in git');
      const git = (...args: string[]) =>
        run('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
      await git('init', '-q');
      expect(await treeState(folder)).toBe('dirty');
      await git('add', '.');
      await git('commit', '-qm', 'first');
      expect(await treeState(folder)).toBe('clean');
      await writeFile(join(folder, 'a.js'), 'changed');
      expect(await treeState(folder)).toBe('dirty');
    }));
});
