import { copyFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const common: Options = {
  target: 'es2022',
  sourcemap: true,
  splitting: true,
  treeshake: true,
  define: { __RETHREAD_VERSION__: JSON.stringify(version) },
};

// `ws` and `commander` are CommonJS and ask for Node's own modules through `require`, which ES modules do not have.
const requireInModules =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

// Push in Node is loaded when it starts, from a file of its own with `ws` inside. "browser" in package.json puts another
// file in its place, so that no bundle for browsers meets Node's modules.
const nodePushApart: Plugin = {
  name: 'node-push-apart',
  setup: ({ initialOptions, onResolve }) => {
    const extension = initialOptions.outExtension?.['.js'] ?? '.js';
    onResolve({ filter: /\/node-only\/index\.js$/ }, () => ({ path: `./node-push${extension}`, external: true }));
  },
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
      'no-push': 'src/realtime-node/no-push.ts',
    },
    format: ['esm', 'cjs'],
    dts: { entry: { index: 'src/index.ts', twilio: 'src/twilio/index.ts', server: 'src/server/index.ts' } },
    platform: 'neutral',
    esbuildPlugins: [nodePushApart],
  },
  {
    ...common,
    name: 'node-push',
    entry: { 'node-push': 'src/realtime-node/node-only/index.ts' },
    format: ['cjs'],
    platform: 'node',
    // `import.meta.url` in CommonJS.
    shims: true,
    noExternal: [/./],
  },
  {
    ...common,
    name: 'node-push-esm',
    entry: { 'node-push': 'src/realtime-node/node-only/index.ts' },
    format: ['esm'],
    platform: 'node',
    noExternal: [/./],
    banner: { js: requireInModules },
  },
  {
    ...common,
    name: 'tools',
    // What only the tools need is bundled into them, so that an app's install stays at three packages.
    entry: { emulator: 'src/emulator/index.ts' },
    format: ['cjs'],
    dts: true,
    platform: 'node',
    noExternal: [/./],
  },
  {
    ...common,
    name: 'tools-esm',
    entry: { emulator: 'src/emulator/index.ts', cli: 'src/cli/main.ts' },
    format: ['esm'],
    dts: { entry: { emulator: 'src/emulator/index.ts' } },
    platform: 'node',
    noExternal: [/./],
    banner: { js: requireInModules },
  },
  {
    ...common,
    name: 'demo-page',
    entry: { 'demo/page': 'examples/twilio-two-panes/page.ts' },
    format: ['iife'],
    platform: 'browser',
    splitting: false,
    // The package carries the page for `rethread demo`; a source map would be its largest file.
    sourcemap: false,
    minify: true,
    noExternal: [/./],
    outExtension: () => ({ js: '.js' }),
    esbuildOptions: (options) => {
      // The page says `from 'rethread'`, as an app would; here that is this very tree.
      options.alias = { rethread: './src/index.ts' };
      options.external = ['*/node-only/index.js'];
    },
    onSuccess: async () => {
      const copy = (file: string) => copyFile(`examples/twilio-two-panes/${file}`, `dist/demo/${file}`);
      await Promise.all(['index.html', 'style.css'].map(copy));
    },
  },
]);
