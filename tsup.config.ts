import { readFileSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { thirdPartyNotices } from './scripts/third-party-notices.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const common: Options = {
  target: 'es2022',
  splitting: false,
  define: { __RETHREAD_VERSION__: JSON.stringify(version) },
};

/** The package carries the libraries of these files inside, so that an app's install stays at three packages. */
const complete: Options = {
  ...common,
  platform: 'node',
  noExternal: [/./],
  esbuildPlugins: [thirdPartyNotices('THIRD-PARTY-NOTICES')],
};

// `ws` and `commander` are CommonJS and ask for Node's own modules through `require`, which ES modules do not have.
const requireInModules =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

// What only Node loads is in files of its own: push when it starts, with `ws` inside, and what starts it. "browser" in
// package.json puts another file in the place of the latter, so that no bundle for browsers meets Node's modules, nor the
// loader of chunks that an `import()` would bring.
const nodePushApart: Plugin = {
  name: 'node-push-apart',
  setup: ({ initialOptions, onResolve }) => {
    const extension = initialOptions.outExtension?.['.js'] ?? '.js';
    const apart = (filter: RegExp, name: string) => {
      onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${name}${extension}`, external: true },
      );
    };
    apart(/\/node-push-source\.js$/, 'node-push-source');
    apart(/\/node-only\/index\.js$/, 'node-push');
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

/**
 * Methods named by these verbs are of the library's inside alone (test/package/package.test.ts holds the published types
 * against it), and get short names in what apps load: see docs/decisions/009.
 */
const shortNamesInside: Options['esbuildOptions'] = (options) => {
  options.mangleProps = /^(?:note|handle|take|begin|forget|load)[A-Z]/;
  options.reserveProps = /^handlePushNotification$/;
};

export default defineConfig([
  {
    ...common,
    name: 'client',
    // One build for every subpath that apps import: shared chunks keep `instanceof` working across them.
    entry: {
      index: 'src/index.ts',
      twilio: 'src/twilio/index.ts',
      server: 'src/server/index.ts',
      'node-push-source': 'src/realtime-node/node-push-source.ts',
      'no-push': 'src/realtime-node/no-push.ts',
    },
    format: ['esm', 'cjs'],
    // The types of all subpaths at once: each pass over them takes longer than all the code.
    dts: {
      entry: {
        index: 'src/index.ts',
        twilio: 'src/twilio/index.ts',
        server: 'src/server/index.ts',
        emulator: 'src/emulator/index.ts',
      },
    },
    platform: 'neutral',
    splitting: true,
    // Through Rollup, because tsup's other way from split modules to CommonJS breaks their source maps.
    treeshake: true,
    // For the client only: those of the rest would be two thirds of the package.
    sourcemap: true,
    esbuildPlugins: [nodePushApart, supportTableOnDemand],
    esbuildOptions: shortNamesInside,
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
    name: 'tools',
    entry: { emulator: 'src/emulator/index.ts' },
    format: ['cjs'],
  },
  {
    ...complete,
    name: 'tools-esm',
    entry: { emulator: 'src/emulator/index.ts', cli: 'src/cli/main.ts' },
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
