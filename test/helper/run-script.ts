import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Inside the project, so that the script finds its packages. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/rethread', import.meta.url));

export interface ScriptResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Runs a TypeScript file in a Node of its own, until it ends by itself.
 *
 * @throws Error when it has not ended in time.
 */
export async function runScript(entry: URL, env: Record<string, string>, timeoutMs = 20_000): Promise<ScriptResult> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'script-'));
  try {
    await build({
      entryPoints: [fileURLToPath(entry)],
      outfile: join(folder, 'script.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
    });
    return await run(join(folder, 'script.mjs'), env, timeoutMs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(file: string, env: Record<string, string>, timeoutMs: number): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { env: { ...process.env, ...env } });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the script has not ended within ${timeoutMs} ms; it wrote: ${output}`));
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, output });
    });
  });
}
