import { Command } from 'commander';
import pc from 'picocolors';
import type { Demo } from '../demo/index.js';
import { parsePort } from './parse-port.js';
import { stopOnSignal } from './stop-on-signal.js';

interface DemoFlags {
  port: number;
  json?: boolean;
}

/** `rethread demo` */
export function demoCommand(): Command {
  return new Command('demo')
    .description('open a chat page with two people on a local emulator')
    .option('--port <number>', 'port of the page, 0 for any free one', parsePort, 0)
    .option('--json', 'print one line of JSON for scripts: {"url","endpoint","files"}')
    .action(run);
}

async function run({ port, json }: DemoFlags): Promise<void> {
  // The companion is more to load than all other commands together.
  const { startDemo } = await import('../demo/index.js');
  const demo = await startDemo({ port });
  stopOnSignal(() => demo.stop());
  const { url, endpoint, files } = demo;
  console.log(json ? JSON.stringify({ url, endpoint, files }) : describe(demo));
}

const FILES = {
  azurite: 'Files are kept by Azurite, in memory.',
  memory: 'Files are kept in memory. With the packages azurite and @azure/storage-blob, Azurite keeps them.',
};

function describe({ url, files }: Demo): string {
  return `
${pc.bold('Alice and Bob are waiting for you at')} ${pc.cyan(url)}

Each pane is a Twilio client of its own, running on a local emulator. Anybody else can join:
add ?pane=carol to the address. ${FILES[files]}

Stop with Ctrl+C.
`;
}
