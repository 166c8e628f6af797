import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSIDE_NAMES } from '../../scripts/inside-names.js';
import { bundledPackages } from '../../scripts/third-party-notices.js';
import * as emulator from '../../src/emulator/index.js';
import * as kandy from '../../src/kandy/index.js';
import * as server from '../../src/server/index.js';
import * as signalwire from '../../src/signalwire/index.js';
import * as stitch from '../../src/stitch/index.js';
import * as twilio from '../../src/twilio/index.js';
import config from '../../tsup.config.js';
import { decodeConnectionToken } from '../../src/identity/index.js';
import { startCliAt } from '../helper/cli.js';
import { type InstalledPackage, installPackage, npm } from '../helper/installed-package.js';
import { NODE_VERSIONS, runNode } from '../helper/node-versions.js';

interface Manifest {
  readonly version: string;
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly peerDependenciesMeta: Record<string, { optional: boolean }>;
  readonly browser: Record<string, string>;
  readonly unpkg: string;
  readonly jsdelivr: string;
  readonly exports: Record<string, string | Record<'import' | 'require', Record<'types' | 'default', string>>>;
}

const app = (name: string): URL => new URL(`apps/${name}`, import.meta.url);
const sorted = (module: object): string[] => Object.keys(module).sort();
const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;

const SCRIPTS = ['rethread', 'kandy', 'signalwire', 'stitch'];

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});

afterAll(() => installed.remove());

describe('the installed package', () => {
  describe.each(NODE_VERSIONS)('under Node %s', (version) => {
    it.each(['use-everything-esm.mjs', 'use-everything-cjs.cjs'])('works in every subpath: %s', async (name) => {
      const script = await installed.add(app(name), app('use-everything.mjs'));

      const { code, stdout, stderr } = await runNode(version, script, { cwd: installed.folder });

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual({
        version: manifest.version,
        names: {
          ...{ index: sorted(twilio), twilio: sorted(twilio), server: sorted(server), emulator: sorted(emulator) },
          ...{ kandy: sorted(kandy), signalwire: sorted(signalwire), stitch: sorted(stitch) },
        },
        isSameError: true,
        error: { isInstance: true, isChatError: true, code: 'invalid-argument' },
        companion: {
          isInstance: true,
          health: { status: 'ok' },
          mine: 'session-invalid',
          token: expect.stringContaining('npm install @azure/communication-identity'),
        },
        message: { body: 'Noon?', author: 'alice', index: 0 },
        areInstances: true,
      });
    });

    it('knows its errors although it is there as modules and as CommonJS', async () => {
      const script = await installed.add(app('mixed-formats.mjs'));
      const { stdout, stderr } = await runNode(version, script, { cwd: installed.folder });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({ isTwice: true, isRecognised: true });
    });

    it('brings its command line', async () => {
      const cli = join(installed.folder, 'node_modules/rethread/dist/cli.js');
      const result = await runNode(version, cli, { args: ['--version'] });
      expect(result).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    });
  });

  it('shows the demo without Azurite, and without anything else that only a companion needs', async () => {
    const file = join(installed.folder, 'node_modules/rethread/dist/cli.js');
    const cli = await startCliAt(file, 'demo', '--json');
    const { url, files } = JSON.parse(cli.firstLine) as { url: string; files: string };
    expect(files).toBe('memory');
    expect(await (await fetch(new URL('setup.json', url))).json()).toEqual({ files: 'memory' });
    const token = await (await fetch(new URL('token?identity=alice', url))).text();
    expect(decodeConnectionToken(token)).toMatchObject({ identity: 'alice', companion: `${url}companion` });
    const upload = await fetch(new URL('files', url), { method: 'POST', body: 'kept' });
    expect(upload.status).toBe(201);
    const policy = (await fetch(url)).headers.get('content-security-policy');
    expect(policy).toContain("img-src 'self' data:;");
    expect(await cli.stop()).toEqual({ code: 0, stdout: `${cli.firstLine}\n`, stderr: '' });
  });

  it('answers to npx', async () => {
    const { stdout } = await npm(['exec', '--no', '--', 'rethread', '--version'], installed.folder);
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('keeps an app small: three direct dependencies', async () => {
    expect(Object.keys(manifest.dependencies)).toHaveLength(3);
    expect(JSON.parse(await installed.read('package.json'))).toMatchObject({ dependencies: manifest.dependencies });
  });

  // Of the libraries below, too: an app may check them.
  it.each([
    ['typescript', 'node16', 'node16'],
    ['typescript', 'esnext', 'bundler'],
    ['typescript-5.0', 'node16', 'node16'],
    ['typescript-6.0', 'node16', 'node16'],
  ])('has types that hold: %s, %s, %s', async (compiler, module, moduleResolution) => {
    await installed.add(app('consumer.mts'));
    const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: [], noEmit: true };
    const compilerOptions = { ...strict, target: 'es2022', module, moduleResolution };
    const project = join(installed.folder, 'tsconfig.json');
    await writeFile(project, JSON.stringify({ compilerOptions, files: ['consumer.mts'] }));

    const tsc = `node_modules/${compiler}/bin/tsc`;
    const failure = promisify(execFile)(process.execPath, [tsc, '-p', project]).then(
      () => undefined,
      (error: unknown) => (error as { stdout: string }).stdout,
    );

    expect(await failure).toBeUndefined();
  });
});

describe('the tarball', () => {
  it('holds what was built and what people read, nothing else', () => {
    const documents = ['CHANGELOG.md', 'LICENSE', 'MIGRATION.md', 'README.md', 'THIRD-PARTY-NOTICES', 'package.json'];
    const others = installed.files.filter((path) => !/^dist\/(demo\/)?[\w.-]+$/.test(path));
    expect(others.sort()).toEqual(documents.sort());
    expect(installed.files.filter((path) => /\btest\b|\bspec\b|\.ts$(?<!\.d\.ts)/.test(path))).toEqual([]);
  });

  it('says nothing about the machine that built it', async () => {
    for (const path of installed.files) {
      const content = await installed.read(path);
      expect(content.includes(process.cwd()), path).toBe(false);
      if (!path.endsWith('.map')) continue;
      const { sources } = JSON.parse(content) as { sources: string[] };
      expect(sources.filter((source) => isAbsolute(source) || source.includes('://'))).toEqual([]);
    }
  });

  it('has source maps for the client and the companion alone, and they hold the sources, but not those of libraries', async () => {
    const sources = new Set<string>();
    for (const path of installed.files.filter((file) => file.endsWith('.map'))) {
      const map = JSON.parse(await installed.read(path)) as { sources: string[]; sourcesContent?: (string | null)[] };
      // A chunk that holds nothing but what the bundler itself adds has no other source than itself.
      const isOfBundler = map.sources.every((source) => /^chunk-/.test(source));
      if (!isOfBundler) expect(map.sourcesContent ?? []).toHaveLength(map.sources.length);
      for (const [index, source] of map.sources.entries()) {
        sources.add(source);
        // What the build itself put between them has no file.
        if (!source.startsWith('../')) continue;
        expect(map.sourcesContent?.[index] === null, source).toBe(source.includes('/node_modules/'));
      }
    }
    expect(sources).toContain('../src/twilio/client.ts');
    expect([...sources].filter((source) => /src\/(emulator|cli|demo)\//.test(source))).toEqual([]);
  });

  it('has everything that package.json points at, and nothing of an older build', async () => {
    const { exports, browser, unpkg, jsdelivr } = manifest;
    const pointers = JSON.stringify([exports, browser, unpkg, jsdelivr]);
    for (const [, path] of pointers.matchAll(/"\.\/(dist\/[^"]+)"/g)) expect(installed.files).toContain(path);
    const code = await Promise.all(installed.files.filter((path) => /\.c?js$/.test(path)).map(installed.read));
    for (const chunk of installed.files.filter((path) => /^dist\/chunk-[^.]+\.c?js$/.test(path))) {
      expect(
        code.some((text) => text.includes(`/${chunk.slice('dist/'.length)}`)),
        chunk,
      ).toBe(true);
    }
  });

  it.each(SCRIPTS)(
    'has a script for pages without a bundler, which holds everything and nothing of Node: %s',
    async (name) => {
      const path = `dist/${name}.global.js`;
      const script = await installed.read(path);
      expect(script.startsWith(`/*! rethread ${manifest.version}, MIT;`)).toBe(true);
      expect(script).not.toMatch(/\b(import|require)\(|["']node:|sourceMappingURL/);
      expect(installed.files).not.toContain(`${path}.map`);
    },
  );

  it('gives content networks the script of the client', () => {
    const path = './dist/rethread.global.js';
    expect([manifest.unpkg, manifest.jsdelivr]).toEqual([path, path]);
  });

  it('offers nothing under a name that the build shortens', async () => {
    const types = await Promise.all(installed.files.filter((path) => path.endsWith('.d.ts')).map(installed.read));
    const words =
      types
        .join('\n')
        .replaceAll(/\/\*[^]*?\*\/|'[^'\n]*'/g, '')
        .match(/[A-Za-z_$][\w$]*/g) ?? [];
    // The latter is the name of an event of Stitch: a text at run time.
    const expected = new Set(['handlePushNotification', 'reconnect']);
    expect(new Set(words.filter((word) => INSIDE_NAMES.test(word)))).toEqual(expected);
    const chunks = await Promise.all(installed.files.filter((path) => /chunk-.*\.js$/.test(path)).map(installed.read));
    const client = chunks.find((code) => code.includes('handlePushNotification('));
    expect(client).not.toMatch(/\.(?:note|handle)[A-OQ-Z]/);
  });

  it('asks for nothing at run time but its dependencies and Node', async () => {
    const { outputs } = await analyse(
      ['index', 'twilio', 'kandy', 'signalwire', 'stitch', 'server', 'emulator', 'cli', 'node-push', 'node-listener'],
      ['js', 'cjs'],
    );
    const asked = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
    const packageOf = (path: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;
    const packages = new Set(
      asked
        .map(({ path }) => path)
        // `events` is both: a module of Node, and a package for other runtimes.
        .filter((path) => path in manifest.dependencies || !isBuiltin(path))
        .map(packageOf),
    );
    // ws tries these two, which would make it faster, and goes on without.
    for (const name of ['bufferutil', 'utf-8-validate']) packages.delete(name);
    // What only a companion needs is there when the app installs it.
    for (const name of Object.keys(manifest.peerDependencies)) packages.delete(name);
    expect([...packages].sort()).toEqual(Object.keys(manifest.dependencies).sort());
    expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(Object.keys(manifest.peerDependencies));
  });

  it('carries the licence of every package that is bundled', async () => {
    const notices = await installed.read('THIRD-PARTY-NOTICES');
    const folders = new Set([...(await foldersInComments()), ...(await foldersOfPages())]);
    expect(folders.size).toBeGreaterThan(10);
    for (const folder of folders) {
      const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      expect(notices).toContain(`\n${name} ${version} (${license})\n`);
    }
    for (const name of [
      'hono',
      '@hono/node-server',
      'ws',
      'jose',
      'zod',
      'commander',
      'picocolors',
      '@azure/communication-chat',
    ]) {
      expect(notices).toMatch(new RegExp(`\n${name} \\d`));
    }
  });
});

describe('package.json', () => {
  it('offers each subpath that is built, and builds each that it offers', () => {
    const built = (config as { name: string; entry: Record<string, string> }[]).flatMap(({ entry }) =>
      Object.keys(entry),
    );
    const offered = Object.entries(manifest.exports).filter(([, target]) => typeof target !== 'string');
    for (const [subpath, target] of offered) {
      const name = subpath === '.' ? 'index' : subpath.slice('./'.length);
      expect(built).toContain(name);
      expect(target).toEqual({
        import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
        require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
      });
    }
    const nodeOnly = ['node-push', 'node-push-source', 'no-push', 'node-listener', 'no-node-listener'];
    const inside = ['cli', 'companion', 'demo/page', 'rethread', ...nodeOnly];
    const names = offered.map(([subpath]) => (subpath === '.' ? 'index' : subpath.slice('./'.length)));
    expect([...new Set(built)].sort()).toEqual([...names, ...inside].sort());
  });
});

/** What the built files import, packages left outside. */
async function analyse(names: string[], extensions: string[]): Promise<Metafile> {
  const files = names.flatMap((name) => extensions.map((extension) => `dist/${name}.${extension}`));
  const { metafile } = await build({
    entryPoints: files.filter((file) => installed.files.includes(file)),
    outdir: 'out',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    // index.js and index.cjs would be the same file.
    entryNames: '[name]-[hash]',
    logLevel: 'error',
  });
  return metafile;
}

/** The bundler writes above each file where it came from. */
async function foldersInComments(): Promise<string[]> {
  const files = installed.files.filter((path) => /^dist\/[^/]+\.c?js$/.test(path));
  const code = (await Promise.all(files.map(installed.read))).join('\n');
  return [...code.matchAll(/^\s*\/\/ (\S*node_modules\/(?:@[^/\s]+\/)?[^/\s]+)\//gm)].map(([, folder]) => folder!);
}

/** The page of the demo and the script for pages are minified and say nothing. */
async function foldersOfPages(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [
      'examples/twilio-two-panes/page.ts',
      'src/index.ts',
      ...['kandy', 'signalwire', 'stitch'].map((facade) => `src/${facade}/script.ts`),
    ],
    outdir: 'out',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    external: ['*/node-only/index.js'],
    logLevel: 'error',
  });
  return bundledPackages(metafile);
}
