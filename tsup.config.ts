import { readFileSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { INSIDE_NAMES, OUTSIDE_NAMES } from './scripts/inside-names.js';
import { shortPrivateNames } from './scripts/short-private-names.js';
import { thirdPartyNotices } from './scripts/third-party-notices.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const common: Options = {
  target: 'es2022',
  splitting: false,
  define: { __RETHREAD_VERSION__: JSON.stringify(version) },
};

/** Shared by all builds that bundle libraries. */
const notices = thirdPartyNotices('THIRD-PARTY-NOTICES');

/** The package carries the libraries of these files inside, so that an app's install stays at three packages. */
const complete: Options = {
  ...common,
  platform: 'node',
  // But for what a companion in production alone needs, and an app installs itself.
  noExternal: [/^(?!@azure\/storage-blob$)/],
  esbuildPlugins: [notices],
};

// `ws` and `commander` are CommonJS and ask for Node's own modules through `require`, which ES modules do not have.
const requireInModules =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

// What only Node loads is in files of its own: push when it starts, with `ws` inside, what starts it, and what listens for
// the companion. "browser" in package.json puts other files in the place of the latter two, so that no bundle for browsers
// meets Node's modules.
const nodeApart: Plugin = {
  name: 'node-apart',
  setup: ({ initialOptions, onResolve }) => {
    const extension = initialOptions.outExtension?.['.js'] ?? '.js';
    const apart = (filter: RegExp, name: string) => {
      onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${name}${extension}`, external: true },
      );
    };
    apart(/\/node-push-source\.js$/, 'node-push-source');
    apart(/\/node-only\/index\.js$/, 'node-push');
    apart(/\/node-listener\.js$/, 'node-listener');
    // An entry of the same build, and still apart: what bundles `rethread/server` for tokens alone leaves all of it out.
    apart(/^\.\/companion\.js$/, 'companion');
  },
};

/** As "browser" in package.json has it, for what is built for browsers here. */
const noNodePush: Plugin = {
  name: 'no-node-push',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/node-push-source\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, 'no-push.ts') }));
  },
};

/** `rethread doctor` connects as an app does: with the client that is in `dist` already. */
const clientApart: Plugin = {
  name: 'client-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^rethread$/ }, () => ({ path: './index.js', external: true }));
  },
};

// The rows of the support table as a getter: importing the package does not build them, and bundles of apps that do not
// ask for them leave them out. Members whose rows are equal share one: a third of the size.
const supportTableOnDemand: Plugin = {
  name: 'support-table-on-demand',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/compat\.json$/ }, async ({ path }) => {
      const { rows, ...head } = JSON.parse(await readFile(path, 'utf8')) as { rows: Record<string, unknown> };
      const members = new Map<string, string[]>();
      for (const [member, row] of Object.entries(rows)) {
        const text = JSON.stringify(row);
        members.set(text, [...(members.get(text) ?? []), member]);
      }
      const groups = Array.from(members, ([row, names]) => `[${row}, ${JSON.stringify(names.join(' '))}]`);
      const all = "flatMap(([row, names]) => names.split(' ').map((name) => [name, row]))";
      const contents = `export default { ...${JSON.stringify(head)}, get rows() { return Object.fromEntries([${groups.join()}].${all}); } };`;
      return { contents, loader: 'js' };
    });
  },
};

// Where libraries are in our files their maps tell file and line; their text would be most of the map.
const noForeignSources: NonNullable<Options['plugins']>[number] = {
  name: 'no-foreign-sources',
  renderChunk(_, chunk) {
    if (chunk.type !== 'chunk' || !chunk.map) return;
    const map = (typeof chunk.map === 'string' ? JSON.parse(chunk.map) : chunk.map) as {
      sources: string[];
      sourcesContent?: (string | null)[];
    };
    map.sourcesContent = map.sources.map((path, index) =>
      path.includes('/node_modules/') ? null : (map.sourcesContent?.[index] ?? null),
    );
    // Written as it is: the type leaves no room for a source without its text, which the format allows.
    chunk.map = JSON.stringify(map);
  },
};

/**
 * What clients load when they need it, the companion's client and the memory for files, carries the little of the core that
 * it uses inside. Shared with the main part, that would have to be reachable from outside of it, which costs every app more
 * than the copy costs those who load it.
 */
const lazyApart: Plugin = {
  name: 'lazy-apart',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^/ }, ({ importer, kind, namespace, path, resolveDir }) => {
      const isInside = namespace === 'apart';
      if (isInside && !path.startsWith('.')) return { path, external: true, sideEffects: false };
      const isEntrance = kind === 'dynamic-import' && importer.includes('/src/connect/');
      if (!isInside && !isEntrance) return undefined;
      const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
      return { path: relative('.', file), namespace: 'apart', sideEffects: false };
    });
    onLoad({ filter: /^/, namespace: 'apart' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'ts',
      resolveDir: resolve(path, '..'),
    }));
  },
};

/** In CommonJS, `import()` fails where a test runner has its own loader of modules; `require` is what everything else uses. */
async function requireLazily(): Promise<void> {
  const files = (await readdir('dist')).filter((file) => file.endsWith('.cjs')).map((file) => join('dist', file));
  for (const file of files) {
    const code = await readFile(file, 'utf8');
    const lazy = code.replace(/\bimport\((['"]\.\/[\w.-]+\.cjs['"])\)/g, 'Promise.resolve().then(() => require($1))');
    if (lazy !== code) await writeFile(file, lazy);
  }
}

const shortNamesInside: Options['esbuildOptions'] = (options) => {
  options.mangleProps = INSIDE_NAMES;
  options.reserveProps = OUTSIDE_NAMES;
};

export default defineConfig([
  {
    ...common,
    name: 'client',
    // One build for every subpath that apps import: shared chunks keep `instanceof` working across them.
    entry: {
      index: 'src/index.ts',
      twilio: 'src/twilio/index.ts',
      kandy: 'src/kandy/index.ts',
      signalwire: 'src/signalwire/index.ts',
      stitch: 'src/stitch/index.ts',
      server: 'src/server/index.ts',
      'node-push-source': 'src/realtime-node/node-push-source.ts',
      'no-push': 'src/realtime-node/no-push.ts',
      companion: 'src/server/companion.ts',
      'no-node-listener': 'src/server/no-node-listener.ts',
    },
    format: ['esm', 'cjs'],
    // The types of all subpaths at once: each pass over them takes longer than all the code.
    dts: {
      entry: {
        index: 'src/index.ts',
        twilio: 'src/twilio/index.ts',
        kandy: 'src/kandy/index.ts',
        signalwire: 'src/signalwire/index.ts',
        stitch: 'src/stitch/index.ts',
        server: 'src/server/index.ts',
        emulator: 'src/emulator/index.ts',
      },
    },
    platform: 'neutral',
    splitting: true,
    // Through Rollup, because tsup's other way from split modules to CommonJS breaks their source maps.
    // No file of the package does anything by being loaded, so that there is no need to load one for nothing.
    treeshake: { moduleSideEffects: 'no-external' },
    // For the client only: those of the rest would be two thirds of the package.
    sourcemap: true,
    plugins: [shortPrivateNames(), noForeignSources],
    esbuildPlugins: [nodeApart, lazyApart, supportTableOnDemand, notices],
    esbuildOptions: shortNamesInside,
    onSuccess: requireLazily,
  },
  {
    ...complete,
    name: 'node-push',
    entry: { 'node-push': 'src/realtime-node/node-only/index.ts' },
    format: ['cjs'],
    // `import.meta.url` in CommonJS.
    shims: true,
  },
  {
    ...complete,
    name: 'node-push-esm',
    entry: { 'node-push': 'src/realtime-node/node-only/index.ts' },
    format: ['esm'],
    banner: { js: requireInModules },
  },
  {
    ...complete,
    name: 'node-listener',
    entry: { 'node-listener': 'src/server/node-listener.ts' },
    format: ['cjs'],
  },
  {
    ...complete,
    name: 'node-listener-esm',
    entry: { 'node-listener': 'src/server/node-listener.ts' },
    format: ['esm'],
    banner: { js: requireInModules },
  },
  {
    ...complete,
    name: 'tools',
    entry: { emulator: 'src/emulator/index.ts' },
    format: ['cjs'],
  },
  {
    ...complete,
    name: 'tools-esm',
    entry: { emulator: 'src/emulator/index.ts', cli: 'src/cli/main.ts' },
    // The companion of the demo uses what every install has; the rest of it has to be inside.
    noExternal: [/^(?!@azure\/(?:storage-blob|communication-chat|communication-common)$)/],
    format: ['esm'],
    splitting: true,
    banner: { js: requireInModules },
    esbuildPlugins: [...(complete.esbuildPlugins ?? []), supportTableOnDemand, clientApart],
  },
  {
    ...complete,
    name: 'script-tag',
    // `Twilio.Conversations`, as the original's script gives it; whatever else is in `Twilio` stays. No source map: it
    // would be larger than the script.
    entry: { rethread: 'src/index.ts' },
    format: ['iife'],
    globalName: 'Twilio.Conversations',
    platform: 'browser',
    minify: true,
    banner: { js: `/*! rethread ${version}, MIT; the licences of what is inside: THIRD-PARTY-NOTICES */` },
    esbuildPlugins: [...(complete.esbuildPlugins ?? []), noNodePush, supportTableOnDemand],
  },
  {
    ...complete,
    name: 'script-tags',
    // Each sets the global that the original's script sets.
    entry: { kandy: 'src/kandy/script.ts', signalwire: 'src/signalwire/script.ts', stitch: 'src/stitch/script.ts' },
    format: ['iife'],
    platform: 'browser',
    minify: true,
    banner: { js: `/*! rethread ${version}, MIT; the licences of what is inside: THIRD-PARTY-NOTICES */` },
    esbuildPlugins: [...(complete.esbuildPlugins ?? []), noNodePush, supportTableOnDemand],
  },
  {
    ...complete,
    name: 'demo-page',
    entry: { 'demo/page': 'examples/twilio-two-panes/page.ts' },
    format: ['iife'],
    platform: 'browser',
    minify: true,
    outExtension: () => ({ js: '.js' }),
    esbuildPlugins: [...(complete.esbuildPlugins ?? []), noNodePush],
    esbuildOptions: (options) => {
      // The page says `from 'rethread'`, as an app would; here that is this very tree.
      options.alias = { rethread: './src/index.ts' };
    },
    onSuccess: async () => {
      const copy = (file: string) => copyFile(`examples/twilio-two-panes/${file}`, `dist/demo/${file}`);
      await Promise.all(['index.html', 'style.css'].map(copy));
    },
  },
]);
