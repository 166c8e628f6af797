import { AttributesTooLargeError } from './errors.js';
import { isSameJson, type Json } from './json.js';
import type { Metadata } from './model.js';

/**
 * What a service has no field for travels as one JSON document under one metadata key: one key, because it is not known
 * for every service whether a change of metadata merges or replaces. Described in docs/wire-format.md.
 */
const KEY = 'rethread';
const VERSION = 1;

/** Reads our document. Other clients write metadata too: anything that is not a document of ours is an empty one. */
export function readDocument(metadata: Metadata): Readonly<Record<string, unknown>> {
  const text = metadata[KEY];
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** Writes a document, also an empty one: it must be able to replace a fuller one. `undefined` fields are left out. */
export function writeDocument(fields: Readonly<Record<string, Json | undefined>>): Metadata {
  return { [KEY]: JSON.stringify({ v: VERSION, ...fields }) };
}

/**
 * Refuses what the service would refuse or cut, before anything is sent.
 * @param limit in UTF-8 bytes, over all keys and values
 * @throws AttributesTooLargeError
 */
export function assertFits(metadata: Metadata, limit: number, what: string, wayOut: string): void {
  const size = byteLength(Object.entries(metadata).flat().join(''));
  if (size > limit) throw new AttributesTooLargeError(what, size, limit, wayOut);
}

export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Attributes that say something; without them a reader takes `{}`. */
export const unlessEmpty = (attributes: Json): Json | undefined =>
  isSameJson(attributes, {}) ? undefined : attributes;

export const stringOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
