import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a script in a Node of its own, which nothing else has warmed up or filled.
 *
 * @param input is given to it as JSON
 * @returns what it printed, parsed
 */
export async function runChild<T>(script: URL, input: unknown, ...flags: string[]): Promise<T> {
  const { stdout } = await run(process.execPath, [...flags, fileURLToPath(script), JSON.stringify(input ?? null)]);
  return JSON.parse(stdout) as T;
}

/** In such a script: what it was given. */
export function childInput(): unknown {
  return JSON.parse(process.argv[2] ?? '');
}
