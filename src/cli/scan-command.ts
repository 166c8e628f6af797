import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import type * as Codemod from '../codemod/index.js';
import type { ScanResult, Verdict } from '../codemod/index.js';
import { EXIT, orCouldNotRun } from './exit-codes.js';
import { print } from './print.js';
import { ProgressLine } from './progress-line.js';
import { readVersion } from './read-version.js';
import { stopBetweenFiles } from './stop-between-files.js';

interface ScanFlags {
  json?: boolean;
  sarif?: boolean;
  agent?: boolean;
  html?: string;
  failOn: Verdict | 'never';
  types: boolean;
  all?: boolean;
}

/** `rethread scan` */
export function scanCommand(): Command {
  const levels = ['differs', 'needs-companion', 'unsupported', 'never'];
  return new Command('scan')
    .description(
      'tell what an app uses of Twilio’s SDK or three others, and what of it works with rethread; changes nothing',
    )
    .argument('[paths...]', 'files and folders', ['.'])
    .addOption(new Option('--json', 'print everything as JSON').conflicts(['sarif', 'agent']))
    .addOption(new Option('--sarif', 'print SARIF 2.1.0, for code scanning').conflicts(['json', 'agent']))
    .addOption(
      new Option('--agent', 'print a list of tasks in Markdown, for a coding agent').conflicts(['json', 'sarif']),
    )
    .option('--html <file>', 'write a page, complete in one file')
    .option('--all', 'also list what works')
    .addOption(new Option('--fail-on <level>', 'exit with 1 from this level on').choices(levels).default('unsupported'))
    .option('--no-types', 'do not ask the TypeScript of the app')
    .addHelpText(
      'after',
      '\nExit code: 0 clean, 1 findings at or above --fail-on or unreadable files, 2 could not run.',
    )
    .action((paths: string[], flags: ScanFlags) => orCouldNotRun(() => run(paths, flags)));
}

async function run(paths: string[], flags: ScanFlags): Promise<number> {
  const codemod = await import('../codemod/index.js');
  const { signal, release } = stopBetweenFiles();
  const progress = new ProgressLine('Scanning', process.stderr);
  try {
    const result = await codemod.scan({
      paths,
      root: process.cwd(),
      signal,
      onProgress: (at) => progress.update(at),
      types: flags.types ? codemod.askTypeScript() : undefined,
    });
    progress.end();
    if (flags.html !== undefined) writeFileSync(flags.html, codemod.toHtml(result));
    print(format(result, flags, codemod));
    return exitCode(result, flags, codemod);
  } finally {
    progress.end();
    release();
  }
}

function format(result: ScanResult, flags: ScanFlags, codemod: typeof Codemod): string {
  if (flags.json) return codemod.toJson(result);
  if (flags.sarif) return codemod.toSarif(result, readVersion());
  if (flags.agent) return codemod.toTasks(result);
  return codemod.toTerminal(result, { colours: pc, listsAll: flags.all ?? false, page: flags.html });
}

function exitCode(
  { findings, otherSdks, failures }: ScanResult,
  { failOn }: ScanFlags,
  { findingsFrom }: typeof Codemod,
): number {
  if (failOn === 'never') return EXIT.clean;
  return failures.length > 0 || findingsFrom([...findings, ...otherSdks], failOn).length > 0
    ? EXIT.findings
    : EXIT.clean;
}
