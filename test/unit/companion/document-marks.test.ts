import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarks, sizeOf, withMarks, withoutMarks } from '../../../src/companion/document-marks.js';

const revision = fc.option(fc.nat(), { nil: undefined });
const marks = fc.record({
  attributes: revision,
  participants: revision,
  own: fc.option(fc.string(), { nil: undefined }),
  horizons: fc.constantFrom(true as const, undefined),
});
const metadata = fc.dictionary(
  fc.string().filter((key) => key !== 'rethreadDocs'),
  fc.string(),
);

describe('marks in the metadata of a thread', () => {
  it('come back as they were written, and leave the rest alone', () => {
    fc.assert(
      fc.property(metadata, marks, (others, written) => {
        const marked = withMarks(others, written);
        expect(readMarks(marked)).toEqual(written);
        expect(withoutMarks(marked)).toEqual(others);
      }),
    );
  });

  it('say nothing where others wrote something else', () => {
    const nothing = { attributes: undefined, participants: undefined, own: undefined, horizons: undefined };
    for (const text of ['', 'x', 'null', '[]', '7', '{"a":"1","p":-1,"o":2,"h":true}', '{"a":1.5}'])
      expect(readMarks({ rethreadDocs: text })).toEqual(nothing);
    expect(readMarks({})).toEqual(nothing);
  });

  it('take no room when there is nothing to say, unless there was something', () => {
    const nothing = { attributes: undefined, participants: undefined, own: undefined, horizons: undefined };
    expect(withMarks({ a: 'b' }, nothing)).toEqual({ a: 'b' });
    expect(withMarks({ a: 'b', rethreadDocs: '{"a":1}' }, nothing)).toEqual({ a: 'b', rethreadDocs: '{}' });
  });

  it('are counted in bytes', () => expect(sizeOf({ ä: '€' })).toBe(5));
});
