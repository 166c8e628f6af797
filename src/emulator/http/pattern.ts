import { wrong } from './fields.js';

/** Reads a regular expression for request paths. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw wrong('path', 'a regular expression');
  }
}
