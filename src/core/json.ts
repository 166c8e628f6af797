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
  // A list that grows while one goes through it: values of others may nest deeper than calls can.
  const pairs = [[a, b]];
  for (const [one, other] of pairs) {
    if (one === other) continue;
    if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
    const keys = Object.keys(one);
    if (Array.isArray(one) !== Array.isArray(other) || keys.length !== Object.keys(other).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(other, key)) return false;
      pairs.push([(one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]]);
    }
  }
  return true;
}
