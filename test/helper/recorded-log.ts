import type { Logger } from '../../src/core/index.js';

/** Everything that was logged, in order. */
export interface RecordedLog {
  readonly logger: Logger;
  readonly lines: readonly string[];
  at(level: keyof Logger): readonly string[];
}

export function recordLog(): RecordedLog {
  const entries: { level: keyof Logger; message: string }[] = [];
  const write = (level: keyof Logger) => (message: string) => void entries.push({ level, message });
  return {
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    get lines() {
      return entries.map(({ message }) => message);
    },
    at: (level) => entries.filter((entry) => entry.level === level).map(({ message }) => message),
  };
}
