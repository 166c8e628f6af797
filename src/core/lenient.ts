/**
 * Readers for data that others wrote. They give a default where a field is missing or of another kind and never throw,
 * so that one odd value in an answer does not cost the rest of it.
 */
import { compareIds, type MemberRecord, type MessageRecord, type Metadata, type UserId } from './model.js';

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

/** As {@link dateOf}, to the millisecond where the version tells the same second: a version is the time of a change. */
export function exactDateOf(value: unknown, version: string): Date | undefined {
  const date = dateOf(value);
  return date && Math.abs(Number(version) - date.getTime()) < 1_000 ? new Date(Number(version)) : date;
}

/** When a message with this id, or a change of this version, was made: they are milliseconds since 1970. */
export function dateOfId(id: string): Date | undefined {
  return /^\d+$/.test(id) ? dateOf(Number(id)) : undefined;
}

/**
 * The version of a message. Never smaller than the id: the timeline's watermark builds on that. Mostly equal to it, and
 * then one text for both.
 */
export function versionOf(value: unknown, id: string): string {
  const version = idOf(value);
  return version === '' || compareIds(version, id) <= 0 ? id : version;
}

/** A map of texts. Numbers and booleans become text, whatever else is no text is left out. */
export function metadataOf(value: unknown): Metadata {
  const entries = Object.entries(Array.isArray(value) ? {} : fieldsOf(value))
    .filter(([, item]) => ['string', 'number', 'boolean'].includes(typeof item))
    .map(([key, item]) => [key, String(item)]);
  // Not by assignment: a key named "__proto__" would change the prototype instead.
  return entries.length === 0 ? NO_METADATA : (Object.fromEntries(entries) as Metadata);
}

/**
 * What a type of message means. Requests answer `text` and `html` where push says `Text` and `RichText/Html`. One that we
 * do not know is treated as a system message: nobody wrote it, but it keeps its place.
 */
export function kindOf(type: unknown): MessageRecord['kind'] {
  const name = textOf(type).toLowerCase().replace('richtext/', '');
  return name === 'html' ? name : name === '' || name === 'text' ? 'text' : 'system';
}

/** A member of a thread; `undefined` without a user. */
export function memberOf(userId: UserId | undefined, value: unknown): MemberRecord | undefined {
  const { displayName, metadata, shareHistoryTime } = fieldsOf(value);
  return userId === undefined
    ? undefined
    : {
        userId,
        displayName: textOf(displayName),
        metadata: metadataOf(metadata),
        historySharedSince: dateOf(shareHistoryTime),
      };
}

/** The parsed items, without those that were of no use. */
export function parseItems<T>(value: unknown, parse: (item: unknown) => T | undefined): T[] {
  return itemsOf(value).flatMap((item) => {
    const parsed = parse(item);
    return parsed === undefined ? [] : [parsed];
  });
}
