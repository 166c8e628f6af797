import type { LoggedRequest } from '../../src/emulator/index.js';
import type { AppReport, LogEntry } from './chaos-app.js';
import type { Violation } from './find-violations.js';

export interface TraceFacts {
  readonly reports: readonly AppReport[];
  /** With their times by the wall clock. */
  readonly requests: readonly (Pick<LoggedRequest, 'method' | 'path' | 'status' | 'at'> & { readonly name: string })[];
  readonly troubles: readonly { readonly at: number; readonly text: string }[];
  readonly since: number;
}

interface Line {
  readonly at: number;
  readonly text: string;
}

const MOST_LINES = 120;
/** How long before and after the first and the last sign of a message. */
const AROUND_MS = 4_000;

/** What happened around the message or conversation of a violation, in the order of time. */
export function traceOf({ app, conversation, id, label }: Violation, facts: TraceFacts): string {
  const isAbout = (entry: LogEntry): boolean =>
    (entry.sid !== undefined &&
      entry.conversation === conversation &&
      Number.parseInt(entry.sid.slice(-12), 16) === id) ||
    (label !== undefined && label !== '' && entry.body?.split('|')[0] === label);
  const isNear = (entry: LogEntry): boolean =>
    entry.body === undefined && (entry.conversation === undefined || entry.conversation === conversation);
  const about = facts.reports.flatMap(({ name, log }) => log.filter(isAbout).map((entry) => lineOf(name, entry)));
  const times = about.map(({ at }) => at);
  const from = times.length > 0 ? Math.min(...times) - AROUND_MS : 0;
  const to = times.length > 0 ? Math.max(...times) + AROUND_MS : Infinity;
  const nearby = facts.reports
    .filter(({ name }) => name === app)
    .flatMap(({ name, log }) => log.filter(isNear).map((entry) => lineOf(name, entry)));
  const requests = facts.requests
    .filter(({ name, path }) => name === app && (!path.includes('/threads/') || path.includes(conversation ?? '')))
    .map(({ name, method, path, status, at }) => ({
      at,
      text: `${name}: ${method} ${path.replace(conversation ?? '?', '…')} → ${status}`,
    }));
  const troubles = facts.troubles.map(({ at, text }) => ({ at, text: `*** ${text}` }));
  const context = [...nearby, ...requests, ...troubles].filter(({ at }) => at >= from && at <= to);
  const lines = [...about, ...context].sort((a, b) => a.at - b.at);
  const shown = lines
    .slice(0, MOST_LINES)
    .map(({ at, text }) => `  ${((at - facts.since) / 1_000).toFixed(3)} ${text}`);
  return [...shown, ...(lines.length > MOST_LINES ? [`  … ${lines.length - MOST_LINES} more`] : [])].join('\n');
}

function lineOf(name: string, { at, life, what, sid, body, index }: LogEntry): Line {
  const id = sid === undefined ? undefined : Number.parseInt(sid.slice(-12), 16);
  const details = [body, id, index === undefined ? undefined : `index ${index}`].filter(
    (detail) => detail !== undefined,
  );
  return { at, text: `${name}${life > 1 ? `/${life}` : ''}: ${[what, ...details].join(' ')}` };
}
