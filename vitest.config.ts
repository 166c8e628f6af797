import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './test/helper/chromium-options.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const alias = { rethread: here('src/index.ts') };

const typecheck = {
  enabled: true,
  only: true,
  include: ['test/types/*.test-d.ts'],
  tsconfig: here('test/types/tsconfig.published.json'),
  // By its path: there are three versions, and only one is behind the name `tsc`.
  checker: here('node_modules/typescript/bin/tsc'),
};

/** From many to few: see CONTRIBUTING.md. */
const project = (name: string, include: string[], options: Record<string, unknown> = {}) => ({
  resolve: { alias },
  test: { name, include, ...options },
});

/** Tests of the facade that need nothing of Node. */
const PORTABLE =
  'create-conversation,events,failures,media,membership,message-changes,messages,neutral,options,paging,participants,' +
  'read-state,shutdown,small-members,start,token,two-devices,typing';

/** These tests in a page: the emulator stays in Node, everything else is the browser's. */
const inChromium = {
  resolve: {
    alias: [
      { find: /^.*\/src\/emulator\/index\.js$/, replacement: here('test/browser/remote-emulator.ts') },
      // Of the server, these tests want the maker of tokens alone; the companion stays in Node.
      { find: /^.*\/src\/server\/index\.js$/, replacement: here('src/identity/index.ts') },
      // As "browser" in package.json says.
      { find: /^.*\/node-push-source\.js$/, replacement: here('src/realtime-node/no-push.ts') },
    ],
  },
  // Found while tests run, they would load the page again.
  optimizeDeps: { include: ['@azure/communication-chat', '@azure/communication-common', 'events'] },
  test: {
    name: 'chromium',
    include: [`test/integration/twilio/{${PORTABLE}}.test.ts`],
    globalSetup: 'test/browser/emulator-host.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    // After others that are chosen with it: Vitest asks for an order where the numbers of workers differ.
    sequence: { groupOrder: 1 },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: CHROMIUM }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
};

const deep = process.env['RETHREAD_PROPERTY_RUNS'] !== undefined;

// Which tests passed is what the support table is held against (scripts/parity.mjs).
const chosen = process.argv.flatMap((arg, position) => (arg === '--project' ? [process.argv[position + 1]] : []));
const isWholeRun = process.argv.slice(2).every((arg) => arg === 'run' || arg === '--project' || chosen.includes(arg));
const results = { outputFile: `.test-results/${chosen.join('-') || 'all'}.json` };

export default defineConfig({
  test: {
    reporters: isWholeRun && process.argv.includes('run') ? ['default', ['json', results]] : ['default'],
    projects: [
      // Property tests play thousands of cases, on whatever machine.
      project('unit', ['test/unit/**/*.test.ts', 'test/wire/**/*.test.ts'], {
        testTimeout: deep ? 3_600_000 : 60_000,
        setupFiles: ['test/helper/property-runs.ts'],
      }),
      project('integration', ['test/{contract,conformance,integration}/**/*.test.ts'], {
        testTimeout: 30_000,
        hookTimeout: 30_000,
      }),
      // These use what `npm run build` made, as a user would.
      project('build', ['test/{cli,package,types}/**/*.test.ts'], { testTimeout: 300_000, hookTimeout: 300_000 }),
      project('types', [], { typecheck }),
      // Real time and real sockets in the one, a day of made-up time in the other.
      project('chaos', ['test/{chaos,soak}/**/*.test.ts'], {
        testTimeout: 36_000_000,
        hookTimeout: 90_000,
        fileParallelism: false,
      }),
      project('browser', ['test/browser/**/*.test.ts'], {
        testTimeout: 90_000,
        hookTimeout: 90_000,
        fileParallelism: false,
      }),
      inChromium,
    ],
  },
});
