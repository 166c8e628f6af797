import { parseTime, wrong } from './fields.js';

/** Page sizes of a list. */
export interface PageSizes {
  usual: number;
  most: number;
  aboveMost: 'reject' | 'clamp';
}

/** Reads `maxPageSize`. */
export function readPageSize(query: URLSearchParams, { usual, most, aboveMost }: PageSizes): number {
  const size = readWhole(query, 'maxPageSize', 1);
  if (size === undefined) return usual;
  if (size > most && aboveMost === 'reject') throw wrong('maxPageSize', `at most ${most}`);
  return Math.min(size, most);
}

/** Reads `skip`. */
export function readSkip(query: URLSearchParams): number {
  return readWhole(query, 'skip', 0) ?? 0;
}

/** Reads `startTime`. */
export function readStartTime(query: URLSearchParams): number | undefined {
  const text = query.get('startTime');
  return text === null ? undefined : parseTime(text, 'startTime');
}

/** Writes a moment as the service does in its own links. */
export function formatLinkTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = date.getUTCHours();
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  const time = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day} ${time} ${hours < 12 ? 'AM' : 'PM'} +00:00`;
}

/** Packs where a list continues into the opaque text that links carry. */
export function toSyncState(state: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(state)).toString('hex');
}

/** Unpacks {@link toSyncState}; `undefined` when there is none. */
export function readSyncState(query: URLSearchParams): unknown[] | undefined {
  const text = query.get('syncState');
  if (text === null) return undefined;
  try {
    const state: unknown = JSON.parse(Buffer.from(text, 'hex').toString());
    if (Array.isArray(state)) return state as unknown[];
  } catch {
    // Falls through to the refusal: the text is a client's, so it may be anything.
  }
  throw wrong('syncState', 'one that the service issued');
}

/** An absolute link to the next page; ids stay raw in its path, as the service writes them. */
export function toNextLink(origin: string, path: string, query: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${origin}${path}?${pairs.join('&')}`;
}

function readWhole(query: URLSearchParams, name: string, least: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw wrong(name, `a whole number from ${least}`);
  return Number(text);
}
