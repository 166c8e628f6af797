import { Command } from 'commander';
import pc from 'picocolors';
import { startDemo } from '../demo/index.js';
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
    .option('--json', 'print one line of JSON for scripts: {"url","endpoint"}')
    .action(run);
}

async function run({ port, json }: DemoFlags): Promise<void> {
  const demo = await startDemo({ port });
  stopOnSignal(() => demo.stop());
  const { url, endpoint } = demo;
  console.log(json ? JSON.stringify({ url, endpoint }) : describe(url));
}

function describe(url: string): string {
  return `
${pc.bold('Alice and Bob are waiting for you at')} ${pc.cyan(url)}

Each pane is a Twilio client of its own, running on a local emulator. Stop with Ctrl+C.
`;
}
