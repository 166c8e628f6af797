/**
 * Readers for data that others wrote. They give a default where a field is missing or of another kind and never throw,
 * so that one odd value in an answer does not cost the rest of it.
 */
import type { Metadata } from './model.js';

const NO_METADATA: Metadata = Object.freeze({});

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The items of an array; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text itself; `''` for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An id, which some senders write as a number; `''` when there is none. */
export function idOf(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOf(value);
}

/** A date from a `Date`, a text or milliseconds; `undefined` when it is none of these or no valid date. */
export function dateOf(value: unknown): Date | undefined {
  if (!(value instanceof Date) && typeof value !== 'string' && typeof value !== 'number') return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A map of texts. Numbers and booleans become text, whatever else is no text is left out. */
export function metadataOf(value: unknown): Metadata {
  const entries = Object.entries(Array.isArray(value) ? {} : fieldsOf(value))
    .filter(([, item]) => ['string', 'number', 'boolean'].includes(typeof item))
    .map(([key, item]) => [key, String(item)]);
  // Not by assignment: a key named "__proto__" would change the prototype instead.
  return entries.length === 0 ? NO_METADATA : (Object.fromEntries(entries) as Metadata);
}

/** The parsed items, without those that were of no use. */
export function parseItems<T>(value: unknown, parse: (item: unknown) => T | undefined): T[] {
  return itemsOf(value).flatMap((item) => {
    const parsed = parse(item);
    return parsed === undefined ? [] : [parsed];
  });
}
