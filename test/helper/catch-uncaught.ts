/** Errors that nobody caught, kept from the test runner until {@link stop}. */
export interface UncaughtErrors {
  readonly errors: readonly unknown[];
  stop(): void;
}

/** Takes uncaught errors for itself, in Node and in a page. */
export function catchUncaught(): UncaughtErrors {
  return typeof process === 'undefined' ? catchInPage() : catchInNode();
}

function catchInNode(): UncaughtErrors {
  const errors: unknown[] = [];
  const handlers = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => errors.push(error));
  const stop = (): void => {
    process.removeAllListeners('uncaughtException');
    for (const handler of handlers) process.on('uncaughtException', handler);
  };
  return { errors, stop };
}

function catchInPage(): UncaughtErrors {
  const errors: unknown[] = [];
  // Vitest leaves errors to a test that listens.
  const listener = ({ error }: ErrorEvent): void => void errors.push(error);
  window.addEventListener('error', listener);
  return { errors, stop: () => window.removeEventListener('error', listener) };
}
