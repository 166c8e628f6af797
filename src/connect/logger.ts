import type { Logger } from '../core/index.js';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/**
 * Writes to the console what the level lets through. Without a level, warnings are shown: the original is silent then,
 * but what ACS cannot do has to be said. `silent` is silent.
 */
export function createLogger(level: string | null | undefined): Logger {
  const least = level === 'trace' ? 0 : LEVELS.findIndex((name) => name === (level ?? 'warn'));
  const write = (name: (typeof LEVELS)[number]) => (message: string) => {
    // eslint-disable-next-line no-console -- this is the one place that prints
    if (least >= 0 && LEVELS.indexOf(name) >= least) console[name](`rethread: ${message}`);
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
