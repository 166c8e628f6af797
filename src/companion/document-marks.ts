import { byteLength, fieldsOf, type Metadata } from '../core/index.js';

/** What the metadata of a thread say about documents at the companion. */
export interface Marks {
  /** Revision of the attributes, while they are too large for the metadata. */
  readonly attributes?: number | undefined;
  /** Revision of what participants carry. */
  readonly participants?: number | undefined;
  /** Whose own settings changed last: the end of their user id, a colon, and which change it was. */
  readonly own?: string | undefined;
  /** Read horizons are kept at the companion, because the thread is too large for ACS to keep them. */
  readonly horizons?: true | undefined;
}

const KEY = 'rethreadDocs';

/** ACS: 1 KB for all metadata of a thread, and again for all of a member. */
export const ACS_ROOM = 1_024;

/** Reads the marks; other clients write metadata too, so whatever is none of ours says nothing. */
export function readMarks(metadata: Metadata): Marks {
  const { a, p, o, h } = fieldsOf(parse(metadata[KEY]));
  return {
    attributes: revisionOf(a),
    participants: revisionOf(p),
    own: typeof o === 'string' ? o : undefined,
    horizons: h === 1 ? true : undefined,
  };
}

/** The metadata with these marks in the place of others, without any when there is nothing to say. */
export function withMarks(metadata: Metadata, { attributes: a, participants: p, own: o, horizons }: Marks): Metadata {
  const text = JSON.stringify({ a, p, o, h: horizons && 1 });
  const others = withoutMarks(metadata);
  // An empty mark, where there was one: leaving it out may not remove it.
  return text === '{}' && !(KEY in metadata) ? others : { ...others, [KEY]: text };
}

export function withoutMarks(metadata: Metadata): Metadata {
  const { [KEY]: _, ...others } = metadata;
  return others;
}

/** In UTF-8 bytes, over all keys and values. */
export const sizeOf = (metadata: Metadata): number => byteLength(Object.entries(metadata).flat().join(''));

const revisionOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
