import type { Logger } from '../core/index.js';

/** Warnings and errors to the console. */
export const consoleLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  // eslint-disable-next-line no-console -- this is the one place that prints
  warn: (message) => console.warn(`rethread companion: ${message}`),
  // eslint-disable-next-line no-console
  error: (message) => console.error(`rethread companion: ${message}`),
};
