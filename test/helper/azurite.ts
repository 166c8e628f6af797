import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';

/** Azure's emulator of Blob Storage, in a process of its own. */
export interface Azurite {
  readonly connectionString: string;
  readonly service: BlobServiceClient;
  /** A container that no other test uses; `azureBlobMedia` makes it. */
  newContainer(): ContainerClient;
  stop(): Promise<void>;
}

/** Published with the emulator, for everybody. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** @param more further flags, and further variables of its environment */
export async function startAzurite(more: readonly string[] = [], env: Record<string, string> = {}): Promise<Azurite> {
  const main = createRequire(import.meta.url).resolve('azurite/package.json');
  const flags = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--inMemoryPersistence', '--silent'];
  const script = join(main, '../dist/src/blob/main.js');
  const always = ['--skipApiVersionCheck', '--disableTelemetry'];
  const child = spawn(process.execPath, [script, ...flags, ...always, ...more], { env: { ...process.env, ...env } });
  const url = await addressOf(child);
  const endpoint = `${url}/${ACCOUNT}`;
  const scheme = new URL(url).protocol.slice(0, -1);
  const connectionString = `DefaultEndpointsProtocol=${scheme};AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`;
  const service = BlobServiceClient.fromConnectionString(connectionString);
  return {
    connectionString,
    service,
    newContainer: () => service.getContainerClient(`media-${crypto.randomUUID()}`),
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

/** With port 0 it takes a free one, and writes which. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /successfully listens on (https?:\/\/[\w.]+:\d+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => reject(new Error(`Azurite has ended; it wrote: ${output}`)));
  });
}

/** What a page needs to send and fetch files; an account of Azure is set up so once. */
export async function allowPages(service: BlobServiceClient): Promise<void> {
  await service.setProperties({
    cors: [
      {
        allowedOrigins: '*',
        allowedMethods: 'PUT,GET,OPTIONS',
        allowedHeaders: 'content-type,x-ms-*',
        exposedHeaders: '',
        maxAgeInSeconds: 3600,
      },
    ],
  });
}
