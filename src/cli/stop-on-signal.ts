import { describeFailure } from './describe-failure.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Stops what runs at Ctrl+C or a plain `kill`, and ends the process with exit code 0. */
export function stopOnSignal(stop: () => Promise<void>): void {
  const handleSignal = (): void => {
    // From here on a second signal ends the process at once, should stopping hang.
    for (const signal of SIGNALS) process.removeListener(signal, handleSignal);
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(describeFailure(error));
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, handleSignal);
}
