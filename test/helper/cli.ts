import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** How a run of the built command line ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the built command line that goes on until it is stopped. */
export interface RunningCli {
  readonly firstLine: string;
  /** Sends the signal and waits for the end. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<CliResult>;
}

/** Runs the built command line to its end. */
export function runCli(...args: string[]): Promise<CliResult> {
  return collect(start(args));
}

/** Runs the built command line to its end, in a folder. */
export function runCliIn(folder: string, ...args: string[]): Promise<CliResult> {
  return collect(start(args, { cwd: folder }));
}

/** Runs the built command line until its first line of output. */
export function startCli(...args: string[]): Promise<RunningCli> {
  return startCliAt(CLI, ...args);
}

/** Does the same with a command line that was installed. */
export async function startCliAt(file: string, ...args: string[]): Promise<RunningCli> {
  const child = start(args, { file });
  const result = collect(child);
  const lines = createInterface({ input: child.stdout! });
  const [firstLine] = (await Promise.race([once(lines, 'line'), result.then(failEarly)])) as [string];
  const stop = (signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM') => {
    child.kill(signal);
    return result;
  };
  return { firstLine, stop };
}

function start(args: string[], { file = CLI, cwd }: { file?: string; cwd?: string | undefined } = {}): ChildProcess {
  // Colours would be fine on a terminal, but not in what a test compares.
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawn(process.execPath, [file, ...args], { env, cwd });
}

async function collect(child: ChildProcess): Promise<CliResult> {
  const output = { stdout: '', stderr: '' };
  child.stdout!.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

function failEarly({ code, stderr }: CliResult): never {
  throw new Error(`the command line ended early with code ${String(code)}: ${stderr}`);
}
