import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';
import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables';

/** Published with the emulator, for everybody. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Azure's emulator of Table Storage, with one table in it. */
export async function startTable(): Promise<{ client: TableClient; stop: () => Promise<void> }> {
  const port = await freePort();
  const main = createRequire(import.meta.url).resolve('azurite/package.json');
  const flags = [
    '--tableHost',
    '127.0.0.1',
    '--tablePort',
    String(port),
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
  ];
  const script = join(main, '../dist/src/table/main.js');
  const child = spawn(process.execPath, [script, ...flags, '--disableTelemetry'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await started(createInterface({ input: child.stdout }));
  child.stdout.resume();
  const credential = new AzureNamedKeyCredential(ACCOUNT, KEY);
  const client = new TableClient(`http://127.0.0.1:${port}/${ACCOUNT}`, 'companion', credential, {
    allowInsecureConnection: true,
  });
  await client.createTable();
  return {
    client,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

async function started(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) if (line.includes('successfully started')) return;
  throw new Error('the emulator of Table Storage has ended');
}
