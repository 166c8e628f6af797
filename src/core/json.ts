import { ChatError } from './errors.js';

/** Whatever JSON can hold. */
export type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/**
 * A copy of what an app calls JSON, as others will read it: without functions and `undefined`, and not to be changed any
 * more.
 *
 * @throws ChatError `invalid-argument` for a cycle, a `BigInt` and the like
 */
export function toJson(attributes: unknown): Json {
  try {
    return JSON.parse(JSON.stringify(attributes)) as Json;
  } catch (cause) {
    throw new ChatError('invalid-argument', 'unable to use the attributes; they are not JSON', { cause });
  }
}

/** Whether two JSON values say the same; the order of keys does not matter. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) && isSameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
