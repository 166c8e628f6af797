import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { rethread: fileURLToPath(new URL('src/index.ts', import.meta.url)) };

const typecheck = {
  enabled: true,
  only: true,
  include: ['test/types/*.test-d.ts'],
  tsconfig: fileURLToPath(new URL('test/types/tsconfig.published.json', import.meta.url)),
  // By its path: there are three versions, and only one is behind the name `tsc`.
  checker: fileURLToPath(new URL('node_modules/typescript/bin/tsc', import.meta.url)),
};

/** From many to few: see CONTRIBUTING.md. */
const project = (name: string, include: string[], options: Record<string, unknown> = {}) => ({
  resolve: { alias },
  test: { name, include, ...options },
});

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
      // Real time and real sockets: see test/chaos.
      project('chaos', ['test/chaos/**/*.test.ts'], {
        testTimeout: 36_000_000,
        hookTimeout: 90_000,
        fileParallelism: false,
      }),
      project('browser', ['test/browser/**/*.test.ts'], {
        testTimeout: 90_000,
        hookTimeout: 90_000,
        fileParallelism: false,
      }),
    ],
  },
});
