import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.js';
import { decodeMessage, encodeMessage, type MessageContent, nonceOf } from '../../../src/core/message-codec.js';
import type { MessageRecord, Metadata } from '../../../src/core/model.js';
import { decodeMember, decodeThread, encodeMember, encodeThread } from '../../../src/core/thread-codec.js';
import { byteLength, readDocument, writeDocument } from '../../../src/core/wire-document.js';
import { anyJson } from '../../helper/any-json.js';

const json = anyJson({ noUnicodeString: false });
const text = fc.string({ unit: 'binary' });
const media = fc.record({
  id: fc.string({ minLength: 1 }),
  filename: fc.option(text, { nil: null }),
  contentType: fc.string(),
  size: fc.nat(),
  category: fc.constantFrom('media', 'body', 'history'),
});

const recordOf = (content: { text: string; metadata: Metadata }): MessageRecord => ({
  id: '1',
  version: '1',
  kind: 'text',
  senderDisplayName: '',
  createdOn: new Date(0),
  ...content,
});
const contentOf = (part: Partial<MessageContent>): MessageContent => ({
  text: '',
  subject: null,
  attributes: {},
  media: [],
  ...part,
});
const FOREIGN: Metadata[] = [
  {},
  { other: 'text' },
  { rethread: '' },
  { rethread: 'no JSON' },
  { rethread: '{"attributes":' },
  { rethread: 'null' },
  { rethread: '7' },
  { rethread: '"text"' },
  { rethread: '[{"attributes":1}]' },
];

describe('a message on the wire', () => {
  it('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.record({
          text: fc.option(text, { nil: null }),
          subject: fc.option(text, { nil: null }),
          attributes: json,
          media: fc.array(media, { maxLength: 3 }),
        }),
        fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        (content, nonce) => {
          const record = recordOf(encodeMessage(content, nonce));
          expect(decodeMessage(record)).toEqual(content);
          expect(nonceOf(record)).toBe(nonce);
        },
      ),
    );
  });

  it.each(FOREIGN)('of another client, with metadata %j, has no attributes and files', (metadata) => {
    expect(decodeMessage(recordOf({ text: 'hello', metadata }))).toEqual(contentOf({ text: 'hello' }));
    expect(nonceOf(recordOf({ text: 'hello', metadata }))).toBeUndefined();
  });

  it('takes nothing on trust', () => {
    const document = {
      subject: 7,
      nonce: {},
      media: [null, 'x', {}, { id: '' }, { id: 'ME1', size: -1, filename: 2 }],
    };
    const record = recordOf({ text: 'hello', metadata: { rethread: JSON.stringify(document) } });
    expect(decodeMessage(record)).toEqual(
      contentOf({
        text: 'hello',
        media: [{ id: 'ME1', filename: null, contentType: 'application/octet-stream', size: 0, category: 'media' }],
      }),
    );
    expect(nonceOf(record)).toBeUndefined();
  });

  it('has a text when somebody else gave it one', () => {
    const { metadata } = encodeMessage(contentOf({ text: null }), undefined);
    expect(decodeMessage(recordOf({ text: '', metadata })).text).toBeNull();
    expect(decodeMessage(recordOf({ text: 'edited elsewhere', metadata })).text).toBe('edited elsewhere');
  });

  it('keeps keys named __proto__ to itself', () => {
    const attributes = JSON.parse('{"__proto__":{"admin":true}}') as Json;
    const decoded = decodeMessage(recordOf(encodeMessage(contentOf({ attributes }), undefined)));
    expect(Object.keys(decoded.attributes as object)).toEqual(['__proto__']);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('may fill the limit, to the byte', () => {
    // Whether the service counts the keys of metadata is not known: they count here.
    const overhead = byteLength(
      Object.entries(encodeMessage(contentOf({}), undefined).metadata)
        .flat()
        .join(''),
    );
    const fits = 'x'.repeat(28 * 1024 - overhead);
    expect(encodeMessage(contentOf({ text: fits }), undefined).text).toBe(fits);
    const error = thrownBy(() => encodeMessage(contentOf({ text: `${fits}x` }), undefined));
    expect(error).toMatchObject({ code: 'too-large', details: { size: 28 * 1024 + 1, limit: 28 * 1024 } });
    expect((error as Error).message).toMatch(/take 28673 bytes and the limit is 28672/);
    expect(() => encodeMessage(contentOf({ text: 'é'.repeat(15_000) }), undefined)).toThrow('30');
  });

  it('never shows its content in the refusal', () => {
    const secret = 'my secret '.repeat(4_000);
    expect((thrownBy(() => encodeMessage(contentOf({ text: secret }), undefined)) as Error).message).not.toContain(
      'secret',
    );
  });
});

describe('a thread on the wire', () => {
  it('comes back as it was, whatever is in it', () => {
    const name = fc.option(fc.string({ unit: 'binary', maxLength: 40 }), { nil: null });
    fc.assert(
      fc.property(
        fc.record({ name, uniqueName: fc.option(fc.string({ maxLength: 40 }), { nil: null }), attributes: json }),
        (content) => {
          const size = byteLength(JSON.stringify(content));
          fc.pre(size < 900);
          expect(decodeThread(encodeThread(content))).toEqual(content);
        },
      ),
    );
  });

  it.each(FOREIGN)('of another client, with metadata %j, has its topic for a name', (metadata) => {
    expect(decodeThread({ topic: 'Trip', metadata })).toEqual({ name: 'Trip', uniqueName: null, attributes: {} });
  });

  it.each([null, '', ' '])('named %j has a topic all the same, until somebody gives it another', (name) => {
    const { topic, metadata } = encodeThread({ name, uniqueName: null, attributes: {} });
    expect(topic.trim()).not.toBe('');
    expect(decodeThread({ topic: 'Renamed elsewhere', metadata }).name).toBe('Renamed elsewhere');
  });

  it('is refused over the limit, with size and limit', () => {
    const attributes = { text: 'x'.repeat(1_024) };
    expect(thrownBy(() => encodeThread({ name: 'Trip', uniqueName: null, attributes }))).toMatchObject({
      code: 'too-large',
      details: { size: expect.any(Number) as number, limit: 1_024 },
    });
  });
});

describe('a member on the wire', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(json, (attributes) => {
        fc.pre(byteLength(JSON.stringify(JSON.stringify(attributes))) < 900);
        expect(decodeMember(encodeMember(attributes))).toEqual({ attributes });
      }),
    );
  });

  it.each(FOREIGN)('of another client, with metadata %j, has no attributes', (metadata) => {
    expect(decodeMember(metadata)).toEqual({ attributes: {} });
  });

  it('is refused over the limit', () => {
    expect(() => encodeMember({ text: 'x'.repeat(1_024) })).toThrow('the limit is 1024');
  });
});

describe('the document in the metadata', () => {
  it('is one key, and leaves out what is undefined', () => {
    expect(writeDocument({ a: 1, b: undefined, c: null })).toEqual({ rethread: '{"v":1,"a":1,"c":null}' });
    expect(writeDocument({})).toEqual({ rethread: '{"v":1}' });
  });

  it('is read also from a later version, with fields that nobody knows', () => {
    expect(readDocument({ rethread: '{"v":9,"new":true,"subject":"s"}' })).toEqual({ v: 9, new: true, subject: 's' });
  });

  it.each([
    ['', 0],
    ['ab', 2],
    ['é', 2],
    ['€', 3],
    ['👋', 4],
    ['\ud83d', 3],
  ])('the bytes of %j are %d', (value, bytes) => {
    expect(byteLength(value)).toBe(bytes);
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
