import { compareIds, dateOf, idOf, type MessageRecord, textOf } from '../core/index.js';

/**
 * What a type of message means. Requests answer `text` and `html` where push says `Text` and `RichText/Html`. One that we
 * do not know is treated as a system message: nobody wrote it, but it keeps its place.
 */
export function kindOf(type: unknown): MessageRecord['kind'] {
  const name = textOf(type).toLowerCase().replace('richtext/', '');
  return name === 'html' ? name : name === '' || name === 'text' ? 'text' : 'system';
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
