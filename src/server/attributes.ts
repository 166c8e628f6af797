import type { Json } from '../core/index.js';
import { Problem } from './problem.js';

/**
 * Checks attributes before they are stored.
 *
 * @param attributes - From a JSON body.
 * @param limit - In bytes of UTF-8.
 * @throws Problem 413 `too-large`
 */
export function checkAttributes(attributes: unknown, limit: number): Json {
  const size = sizeOf(attributes);
  if (size <= limit) return attributes as Json;
  throw new Problem(413, 'too-large', `unable to store the attributes; they take ${size} bytes and may take ${limit}`);
}

function sizeOf(value: unknown): number {
  try {
    return new TextEncoder().encode(JSON.stringify(value)).length;
  } catch {
    throw new Problem(400, 'invalid-request', 'unable to store the attributes; they are nested too deep');
  }
}
