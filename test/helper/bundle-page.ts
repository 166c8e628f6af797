import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const LIBRARY = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/**
 * Bundles a page's script for the browser.
 *
 * @param entry - The script's file, e.g. `new URL('some.page.ts', import.meta.url)`.
 * @returns One classic script.
 */
export async function bundlePage(entry: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    alias: { rethread: LIBRARY },
    // Never loaded in a page.
    external: ['*/node-only/index.js'],
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}
