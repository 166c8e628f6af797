import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** The package as npm would publish it, in the folder of an app that has nothing else. */
export interface InstalledPackage {
  /** The app's folder. */
  readonly folder: string;
  /** The paths in the tarball. */
  readonly files: readonly string[];
  /** Reads a file of the package as it was installed. */
  read(path: string): Promise<string>;
  /** Copies files into the app's folder. @returns where the first of them is now */
  add(...files: URL[]): Promise<string>;
  remove(): Promise<void>;
}

/** Packs what the last build made, and installs it from the tarball. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'rethread-app-'));
  const { stdout } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], REPOSITORY);
  const [tarball] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true }));
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', tarball.filename], folder);
  return {
    folder,
    files: tarball.files.map(({ path }) => path),
    read: (path) => readFile(join(folder, 'node_modules/rethread', path), 'utf8'),
    add: async (...files) => {
      const targets = files.map((file) => join(folder, basename(fileURLToPath(file))));
      await Promise.all(files.map((file, index) => copyFile(file, targets[index]!)));
      return targets[0]!;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs npm, or with `exec` what a package offers, in a folder. */
export function npm(args: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  return run('npm', args, { cwd, timeout: 240_000 });
}
