import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import type * as Codemod from '../codemod/index.js';
import type { CodemodPlan, FileRemark, StepName, WriteResult } from '../codemod/index.js';
import { EXIT, orCouldNotRun } from './exit-codes.js';
import { print } from './print.js';
import { ProgressLine } from './progress-line.js';
import { readVersion } from './read-version.js';
import { stopBetweenFiles } from './stop-between-files.js';

interface CodemodFlags {
  write?: boolean;
  force?: boolean;
  alias?: boolean;
  json?: boolean;
  steps?: string[];
  endpoint?: string;
  scriptSrc: string;
  types: boolean;
}

/** `rethread codemod` */
export function codemodCommand(): Command {
  return new Command('codemod')
    .description('move an app from Twilio’s SDK to rethread: shows what would change, and changes it with --write')
    .argument('[paths...]', 'files and folders', ['.'])
    .option('--dry', 'only show the changes (the default)')
    .option('--write', 'change the files')
    .option('--force', 'with --write: also in a git tree with changes of yours, or without git')
    .option('--steps <names>', 'only these, with commas between: see the list below', (list) => list.split(','))
    .option('--alias', 'leave the code as it is; give the name @twilio/conversations to rethread in package.json')
    .option('--endpoint <url>', 'write this ACS endpoint where clients are made', parseEndpoint)
    .option('--script-src <path>', 'where pages load rethread from', '/scripts/rethread.global.js')
    .option('--no-types', 'do not ask the TypeScript of the app')
    .option('--json', 'print the changes and remarks as JSON')
    .addHelpText('after', '\nSteps: imports, package-json, mocks, script-tags, private-state, legacy-chat, endpoint')
    .action((paths: string[], flags: CodemodFlags) => orCouldNotRun(() => run(paths, flags)));
}

function parseEndpoint(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !/['"\\\s]/.test(text)) return text;
  throw new InvalidArgumentError('It must be an address like https://name.communication.azure.com.');
}

async function run(paths: string[], flags: CodemodFlags): Promise<number> {
  const codemod = await import('../codemod/index.js');
  const steps = readSteps(flags.steps, codemod);
  const { signal, release } = stopBetweenFiles();
  const progress = new ProgressLine('Reading', process.stderr);
  const options = {
    root: process.cwd(),
    signal,
    onProgress: (at: { done: number; total: number }) => progress.update(at),
  };
  try {
    const types = flags.types ? codemod.askTypeScript() : undefined;
    const { alias, endpoint, scriptSrc } = flags;
    const version = readVersion();
    const plan = await codemod.planCodemod({ ...options, paths, steps, alias, endpoint, scriptSrc, version, types });
    progress.end();
    if (flags.write) await refuseDirty(paths, flags, plan, codemod);
    const result = flags.write ? await codemod.writePlan(plan, { ...options, onProgress: undefined }) : undefined;
    report(plan, result, flags, codemod);
    return exitCode(plan, result);
  } finally {
    progress.end();
    release();
  }
}

function readSteps(names: string[] | undefined, { isStepName, STEP_NAMES }: typeof Codemod): StepName[] | undefined {
  return names?.map((name) => {
    if (isStepName(name.trim())) return name.trim() as StepName;
    throw new Error(`unable to run the step "${name}"; there are ${STEP_NAMES.join(', ')}`);
  });
}

/** What the codemod changes can be taken back with git alone: the changes have to be all there are. */
async function refuseDirty(paths: string[], { force }: CodemodFlags, plan: CodemodPlan, { treeState }: typeof Codemod) {
  if (force || plan.changes.length === 0) return;
  for (const path of paths) {
    const state = await treeState(path);
    if (state === 'clean') continue;
    const reasons = {
      dirty: 'the git tree has changes; commit or stash them first, or use --force',
      'not in git': 'it is not in a git repository, so nothing could be taken back; use --force if you have a copy',
      'git is missing': 'git is not installed, so nothing could be taken back; use --force if you have a copy',
    };
    throw new Error(`unable to change ${path}; ${reasons[state]}`);
  }
}

function exitCode({ failures }: CodemodPlan, result: WriteResult | undefined): number {
  if (result?.isInterrupted) return EXIT.interrupted;
  return failures.length > 0 || (result?.failed.length ?? 0) > 0 ? EXIT.findings : EXIT.clean;
}

function report(
  plan: CodemodPlan,
  result: WriteResult | undefined,
  flags: CodemodFlags,
  { diffOf }: typeof Codemod,
): void {
  if (flags.json) {
    print(`${JSON.stringify(toJson(plan, result), null, 2)}\n`);
    return;
  }
  const lines = [
    ...(result ? plan.changes.map(describeWritten) : plan.changes.map((change) => colourDiff(diffOf(change)))),
    ...describeRemarks(plan.remarks),
    ...plan.failures.map(({ name, line, reason }) => `${pc.red('unreadable')} ${name}:${line} ${reason}; skipped`),
    ...(result?.failed ?? []).map(({ name, reason }) => `${pc.red('not written')} ${name} ${reason}`),
    ...plan.skipped.map(({ name, reason }) => pc.dim(`skipped ${name}: ${reason}`)),
    '',
    summary(plan, result),
  ];
  print(`${lines.join('\n')}\n`);
}

function toJson({ changes, remarks, failures, skipped, filesLookedAt }: CodemodPlan, result: WriteResult | undefined) {
  return {
    written: result !== undefined,
    filesLookedAt,
    changes: changes.map(({ name, steps, target, edits }) => ({
      name,
      steps,
      edits: edits.length,
      target: target?.name,
    })),
    remarks,
    failures,
    skipped,
    failed: result?.failed ?? [],
  };
}

function describeWritten({ name, target, steps }: CodemodPlan['changes'][number]): string {
  return `${pc.green('changed')} ${name}${target ? ` → ${target.name}` : ''} ${pc.dim(`(${steps.join(', ')})`)}`;
}

function colourDiff(diff: string): string {
  const colour = (line: string): string => {
    if (/^(?:---|\+\+\+|rename)/.test(line)) return pc.bold(line);
    if (line.startsWith('+')) return pc.green(line);
    if (line.startsWith('-')) return pc.red(line);
    return line.startsWith('@@') ? pc.cyan(line) : line;
  };
  return diff.split('\n').map(colour).join('\n');
}

function describeRemarks(remarks: readonly FileRemark[]): string[] {
  const labels = { 'by-hand': pc.yellow('by hand'), check: pc.cyan('check'), info: pc.dim('note') };
  return remarks.map(
    ({ level, name, line, column, message }) => `${labels[level]} ${name}:${line}:${column} ${message}`,
  );
}

function summary({ changes, remarks, failures, filesLookedAt }: CodemodPlan, result: WriteResult | undefined): string {
  const byHand = remarks.filter(({ level }) => level === 'by-hand').length;
  const rest = [
    `${byHand} ${byHand === 1 ? 'place' : 'places'} left for you`,
    ...(failures.length > 0 ? [`${failures.length} unreadable`] : []),
  ].join(', ');
  const count = result?.written.length ?? changes.length;
  const files = `${count} ${count === 1 ? 'file' : 'files'}`;
  if (result?.isInterrupted) return pc.bold(`Interrupted: ${files} of ${changes.length} changed, each of them whole.`);
  if (result) return pc.bold(`${files} changed, of ${filesLookedAt} looked at; ${rest}.`);
  const hint = count > 0 ? ' Nothing was written: add --write.' : '';
  return pc.bold(`${files} would change, of ${filesLookedAt} looked at; ${rest}.${hint}`);
}
