/**
 * Lets Ctrl+C end a run between two files instead of within one; a second one ends the process at once.
 *
 * @returns the signal for the run, and how to give Ctrl+C back
 */
export function stopBetweenFiles(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const handleSignal = (): void => {
    release();
    controller.abort(new Error('interrupted'));
  };
  const release = (): void => {
    process.removeListener('SIGINT', handleSignal);
    process.removeListener('SIGTERM', handleSignal);
  };
  process.on('SIGINT', handleSignal);
  process.on('SIGTERM', handleSignal);
  return { signal: controller.signal, release };
}
