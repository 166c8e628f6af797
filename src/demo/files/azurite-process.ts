import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';

/** Azure's emulator of Blob Storage, in a process of its own. */
export interface AzuriteProcess {
  readonly connectionString: string;
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

const ACCOUNT = 'demo';
const START_TIMEOUT_MS = 20_000;
const HOST = ['--blobHost', '127.0.0.1', '--blobPort', '0'];
/** It writes no file, and reports to nobody. */
const DISCREET = ['--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck'];

/** @returns `undefined` when Azurite is not installed or does not start */
export async function startAzurite(): Promise<AzuriteProcess | undefined> {
  const script = findAzurite();
  if (script === undefined) return undefined;
  // A key of this run alone: the one that everybody knows would let every program on the machine in.
  const key = randomBytes(32).toString('base64');
  const env = { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` };
  const child = spawn(process.execPath, [script, ...HOST, ...DISCREET], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const kill = (): void => void child.kill('SIGKILL');
  // However this process ends.
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const stop = (): Promise<void> => {
    process.removeListener('exit', kill);
    kill();
    return ended;
  };
  const origin = await addressOf(child, ended);
  if (origin === undefined) {
    await stop();
    return undefined;
  }
  const access = `AccountName=${ACCOUNT};AccountKey=${key};BlobEndpoint=${origin}/${ACCOUNT};`;
  return { connectionString: `DefaultEndpointsProtocol=http;${access}`, origin, stop };
}

function findAzurite(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  } catch {
    return undefined;
  }
}

/** With port 0 it takes a free one, and writes which. */
function addressOf({ stdout }: ChildProcess, ended: Promise<void>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), START_TIMEOUT_MS);
    let output = '';
    stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /successfully listens on (http:\/\/[\w.]+:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    void ended.then(() => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}
