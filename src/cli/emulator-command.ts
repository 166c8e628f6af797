import { Command } from 'commander';
import pc from 'picocolors';
import { startEmulator, type Emulator } from '../emulator/index.js';
import { parsePort } from './parse-port.js';
import { stopOnSignal } from './stop-on-signal.js';

interface EmulatorFlags {
  port: number;
  host: string;
  json?: boolean;
  snapshot?: string;
  loose?: boolean;
}

/** `rethread emulator` */
export function emulatorCommand(): Command {
  return new Command('emulator')
    .description('run a local Azure Communication Services Chat and Identity service, real-time push included')
    .option('--port <number>', 'port to listen on, 0 for any free one', parsePort, 4180)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--json', 'print one line of JSON for scripts: {"endpoint","connectionString"}')
    .option('--snapshot <file>', 'keep the data in this file between runs')
    .option('--loose', 'switch off rate budgets, size limits and token scopes')
    .action(run);
}

async function run({ port, host, json, snapshot, loose }: EmulatorFlags): Promise<void> {
  const emulator = await startEmulator({ port, host, strict: !loose, ...(snapshot !== undefined && { snapshot }) });
  stopOnSignal(() => emulator.stop());
  const { endpoint, connectionString } = emulator;
  console.log(json ? JSON.stringify({ endpoint, connectionString }) : describe(emulator, snapshot));
}

function describe({ endpoint, connectionString }: Emulator, snapshot: string | undefined): string {
  const data = snapshot === undefined ? 'in memory, gone when it stops' : `kept in ${snapshot}`;
  return `
${pc.bold('Azure Communication Services Chat, on this machine')}

  ${pc.dim('Endpoint')}           ${pc.cyan(endpoint)}
  ${pc.dim('Connection string')}  ${pc.cyan(connectionString)}
  ${pc.dim('Serves')}             chat and identity REST, real-time push
  ${pc.dim('Data')}               ${data}

On your server, make users and tokens with the connection string:
  ${pc.green('new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true })')}
In your app, point rethread at the endpoint:
  ${pc.green(`configure({ endpoint: '${endpoint}' })`)}

Stop with Ctrl+C.
`;
}
