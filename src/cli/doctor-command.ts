import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import type { CheckState, Diagnosis } from '../doctor/index.js';
import { EXIT, orCouldNotRun } from './exit-codes.js';

interface DoctorFlags {
  token?: string;
  endpoint?: string;
  origin?: string;
  mediaUrl?: string;
  timeout: number;
  json?: boolean;
}

/** `rethread doctor` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check a set-up: endpoint, token, clock, CORS, real time, companion, store for files')
    .option(
      '--token <token>',
      'connection token or access token; better in the variable RETHREAD_TOKEN: others see arguments',
    )
    .option('--endpoint <url>', 'ACS endpoint; a connection token has it', parseAddress)
    .option('--origin <url>', 'address of the page that the app runs in, for CORS', parseOrigin)
    .option('--media-url <url>', 'address of the store for files', parseAddress)
    .option('--timeout <seconds>', 'how long one check may take', parseSeconds, 10)
    .option('--json', 'print the results as JSON')
    .addHelpText('after', '\nExit code: 0 no problem, 1 problems, 2 could not run. Nothing is changed or uploaded.')
    .action((flags: DoctorFlags) => orCouldNotRun(() => run(flags)));
}

async function run(flags: DoctorFlags): Promise<number> {
  // An empty variable is none.
  const token = flags.token ?? (process.env['RETHREAD_TOKEN'] || undefined);
  const { endpoint, origin, mediaUrl, timeout, json } = flags;
  if (token === undefined && endpoint === undefined) {
    throw new Error('unable to check anything; give a token in RETHREAD_TOKEN, or --endpoint');
  }
  const { diagnose } = await import('../doctor/index.js');
  const results: Diagnosis[] = [];
  const setup = { token, endpoint, origin, mediaUrl, timeoutMs: timeout * 1000, now: Date.now };
  for await (const result of diagnose(setup)) {
    results.push(result);
    if (!json) console.log(describe(result));
  }
  if (json) console.log(JSON.stringify(results, null, 2));
  return results.some(({ state }) => state === 'problem') ? EXIT.findings : EXIT.clean;
}

function describe({ name, state, message, advice }: Diagnosis): string {
  const labels: Record<CheckState, string> = {
    ok: pc.green('ok     '),
    note: pc.cyan('note   '),
    problem: pc.red('problem'),
    skipped: pc.dim('skipped'),
  };
  return `${labels[state]} ${pc.bold(name.padEnd(9))} ${message}${advice === undefined ? '' : pc.dim(` → ${advice}`)}`;
}

function parseAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be an address that begins with https:// or http://.');
}

function parseOrigin(text: string): string {
  return new URL(parseAddress(text)).origin;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new InvalidArgumentError('It must be a number of seconds, up to 600.');
}
