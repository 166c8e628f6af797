import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = fileURLToPath(new URL('./', import.meta.url));

/** How TypeScript finds packages. The oldest way knows no subpaths and no CommonJS files beside modules. */
const node16 = { module: 'node16', moduleResolution: 'node16' };
const bundler = { module: 'esnext', moduleResolution: 'bundler' };
const node10 = { module: 'esnext', moduleResolution: 'node' };

const compilers = [
  { compiler: 'typescript-5.0', version: '5.0', options: node16 },
  { compiler: 'typescript-5.0', version: '5.0', options: bundler },
  { compiler: 'typescript-5.0', version: '5.0', options: node10 },
  { compiler: 'typescript', version: '5.9', options: node16 },
  { compiler: 'typescript', version: '5.9', options: bundler },
  { compiler: 'typescript-6.0', version: '6.0', options: node16 },
  { compiler: 'typescript-6.0', version: '6.0', options: bundler },
];

const nodeTypes = { '@types/node': 'node_modules/@types/node' };
const withNode = { types: ['node'], skipLibCheck: true };
const withoutNode = { types: [], skipLibCheck: false };

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

interface Setup {
  compiler: string;
  /** Folders beside this file. */
  apps: string[];
  /** Package names, and the folders that are installed under them. */
  installed: Record<string, string>;
  options: Record<string, unknown>;
}

/** Compiles apps in a place of their own; gives what the compiler complains about. */
async function complaints({ compiler, apps, installed, options }: Setup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rethread-types-'));
  folders.push(folder);
  for (const [name, target] of Object.entries(installed)) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, target), link, 'junction');
  }
  for (const app of apps) await cp(join(here, app), join(folder, app), { recursive: true });
  const lib = ['es2022', 'dom', 'dom.iterable'];
  const compilerOptions = { target: 'es2022', lib, strict: true, noEmit: true, ...options };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: apps }));
  const tsc = join(root, 'node_modules', compiler, 'bin', 'tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', folder, '--pretty', 'false']);
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}` || String(error);
  }
}

describe.each(compilers)('TypeScript $version, resolution $options.moduleResolution', ({ compiler, options }) => {
  it('accepts the declarations in an app for browsers, without the types of Node', async () => {
    const setup = { compiler, apps: ['plain-apps'], installed: { rethread: '.' } };
    expect(await complaints({ ...setup, options: { ...withoutNode, ...options } })).toBe('');
  });

  it('compiles apps of the original unchanged, with this package installed under its name', async () => {
    const apps = ['apps'];
    if (options !== node10) apps.push('subpath-apps');
    if (options === node16) apps.push('commonjs-apps');
    const installed = { '@twilio/conversations': '.', rethread: '.', ...nodeTypes };
    expect(await complaints({ compiler, apps, installed, options: { ...withNode, ...options } })).toBe('');
  });
});

describe('the apps', () => {
  it.each([
    ['3.0.1', 'node_modules/@twilio/conversations'],
    ['2.6.5', 'node_modules/twilio-conversations-2'],
  ])('compile with the original %s', async (_version, original) => {
    const setup = { compiler: 'typescript', apps: ['apps', 'commonjs-apps'] };
    const installed = { '@twilio/conversations': original, ...nodeTypes };
    expect(await complaints({ ...setup, installed, options: { ...withNode, ...node16 } })).toBe('');
  });
});
