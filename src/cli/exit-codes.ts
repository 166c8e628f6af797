import type { Command } from 'commander';

/** What `scan` and `codemod` end with. */
export const EXIT = {
  clean: 0,
  /** Findings at or above the level asked for; files that could not be read or written. */
  findings: 1,
  couldNotRun: 2,
  /** Ctrl+C, as shells have it. */
  interrupted: 130,
} as const;

/** Runs a command; whatever stops it gives the exit code of "could not run". */
export async function orCouldNotRun(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    process.exitCode = error instanceof Error && error.message === 'interrupted' ? EXIT.interrupted : EXIT.couldNotRun;
    throw error;
  }
}

/** Commander ends with 1 when it does not understand the command line, which means findings here. */
export function endUsageErrorsWith2(command: Command): Command {
  return command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.couldNotRun));
}
