import { refuse } from '../errors.js';

/** An object from a request body. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a body or part of one as an object. */
export function readFields(value: unknown, target: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(target, 'an object');
  return value as Fields;
}

/** A string that must be there. */
export function readString(fields: Fields, name: string, target = name): string {
  const value = fields[name];
  if (typeof value !== 'string') throw wrong(target, 'a string');
  return value;
}

/** A string that may be absent or null. */
export function readOptionalString(fields: Fields, name: string, target = name): string | undefined {
  return isAbsent(fields, name) ? undefined : readString(fields, name, target);
}

/** A whole number that may be absent or null. */
export function readOptionalInteger(fields: Fields, name: string, target = name): number | undefined {
  if (isAbsent(fields, name)) return undefined;
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong(target, 'a whole number');
  return value;
}

/** A list that may be absent or null. */
export function readOptionalArray(fields: Fields, name: string, target = name): unknown[] | undefined {
  if (isAbsent(fields, name)) return undefined;
  const value = fields[name];
  if (!Array.isArray(value)) throw wrong(target, 'a list');
  return value as unknown[];
}

/** A moment, in epoch milliseconds, that may be absent or null. */
export function readOptionalTime(fields: Fields, name: string, target = name): number | undefined {
  const text = readOptionalString(fields, name, target);
  return text === undefined ? undefined : parseTime(text, target);
}

/** Reads a moment. Besides RFC 3339 the service writes and reads the form of its own `nextLink`. */
export function parseTime(text: string, target: string): number {
  const isTime =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) || /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M \+00:00$/.test(text);
  const time = isTime ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw wrong(target, 'a date and time (RFC 3339)');
  return time;
}

/** How {@link readOptionalStrings} treats null values. */
export type NullValues = 'reject' | 'remove';

/** String pairs that may be absent or null. With `'remove'`, a null value reads as `''`, which drops the key. */
export function readOptionalStrings(
  fields: Fields,
  name: string,
  nullValues: NullValues,
  target = name,
): Record<string, string> | undefined {
  if (isAbsent(fields, name)) return undefined;
  const pairs = Object.entries(readFields(fields[name], target)).map(([key, value]): [string, string] => {
    if (value === null && nullValues === 'remove') return [key, ''];
    if (typeof value !== 'string') throw wrong(`${target}.${key}`, 'a string');
    return [key, value];
  });
  // `fromEntries` defines own properties, so a key such as `__proto__` stays a key.
  return Object.fromEntries(pairs);
}

/** The error for a field of the wrong type or value. */
export function wrong(target: string, expected: string): Error {
  return refuse.badRequest(`The value of ${target} must be ${expected}.`, target);
}

function isAbsent(fields: Fields, name: string): boolean {
  return fields[name] === undefined || fields[name] === null;
}
