import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The versions of Node that are supported. */
export const NODE_VERSIONS = [20, 22, 24] as const;
export type NodeVersion = (typeof NODE_VERSIONS)[number];

/** How a run of Node ended. */
export interface NodeResult {
  /** `null` when it was killed because it took too long. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly flags?: readonly string[];
  readonly cwd?: string | undefined;
  /** Default: 60,000. */
  readonly timeoutMs?: number;
}

const executables = new Map<NodeVersion, Promise<string>>();

/** Where this version of Node is; fetched from the npm registry (package `node`) unless it is the one running. */
export function nodeExecutable(version: NodeVersion): Promise<string> {
  let executable = executables.get(version);
  if (executable === undefined) executables.set(version, (executable = findExecutable(version)));
  return executable;
}

/** Runs a script under this version of Node to its end. */
export async function runNode(
  version: NodeVersion,
  script: URL | string,
  options: RunOptions = {},
): Promise<NodeResult> {
  const { args = [], flags = [], cwd, timeoutMs = 60_000 } = options;
  const file = typeof script === 'string' ? script : fileURLToPath(script);
  // Options of the test runner's own Node are not for this one.
  const env = { ...process.env, NODE_OPTIONS: undefined };
  const child = spawn(await nodeExecutable(version), [...flags, file, ...args], { cwd, env, timeout: timeoutMs });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

async function findExecutable(version: NodeVersion): Promise<string> {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const args = ['exec', '--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath'];
  const { stdout } = await promisify(execFile)('npm', args, { timeout: 240_000 });
  return stdout.trim();
}
