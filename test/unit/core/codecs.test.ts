import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.js';
import { decodeMessage, encodeMessage, type MessageContent, nonceOf } from '../../../src/core/message-codec.js';
import type { MessageRecord, Metadata } from '../../../src/core/model.js';
import { addressOfShared } from '../../../src/core/shared-files.js';
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

  describe('and its files for other clients', () => {
    const file = { id: 'a1', filename: 'Grüße.tar.GZ', contentType: 'image/png', size: 7, category: 'media' };
    const url = 'https://files.test/a1';
    const sharedIn = (metadata: Metadata): unknown => JSON.parse(metadata['fileSharingMetadata'] ?? 'null');
    const shared = (value: unknown): MessageRecord =>
      recordOf({ text: '', metadata: { fileSharingMetadata: JSON.stringify(value) } });

    it("are written as Azure's UI library reads them", () => {
      const media = [
        { ...file, url },
        { ...file, id: 'a2', filename: null, url: 'https://files.test/a2' },
      ];
      const draft = encodeMessage(contentOf({ media }), undefined);
      expect(sharedIn(draft.metadata)).toEqual([
        { id: 'a1', name: 'Grüße.tar.GZ', url, extension: 'GZ', attachmentType: 'file' },
        { id: 'a2', name: '', url: 'https://files.test/a2', extension: '', attachmentType: 'file' },
      ]);
      // Once is enough: our own document does without the address.
      expect(draft.metadata['rethread']).not.toContain('files.test');
      expect(decodeMessage(recordOf(draft)).media).toEqual([file, { ...file, id: 'a2', filename: null }]);
    });

    it('are not written without an address for them, and survive an edit', () => {
      const sent = encodeMessage(contentOf({ media: [{ ...file, url }] }), undefined).metadata;
      const edited = encodeMessage(contentOf({ text: 'new', media: [file] }), undefined, sent).metadata;
      expect(edited['fileSharingMetadata']).toBe(sent['fileSharingMetadata']);
      expect(encodeMessage(contentOf({ media: [file] }), undefined).metadata).not.toHaveProperty('fileSharingMetadata');
    });

    it('count for the limit of the message', () => {
      const long = `https://files.test/${'x'.repeat(27 * 1024)}`;
      expect(() => encodeMessage(contentOf({ media: [{ ...file, url: long }] }), undefined)).not.toThrow();
      expect(() => encodeMessage(contentOf({ media: [{ ...file, url: long + 'x'.repeat(1024) }] }), undefined)).toThrow(
        /the limit is 28672/,
      );
    });

    it.each([
      ['of today', { id: 'a1', name: 'b.PNG', url }, url, 'image/png'],
      [
        'of an older version',
        { attachmentType: 'fileSharing', name: 'c.pdf', extension: 'pdf', url },
        url,
        'application/octet-stream',
      ],
      [
        'that we wrote',
        { id: 'a1', name: 'd.txt', url, extension: 'txt', attachmentType: 'file' },
        url,
        'application/octet-stream',
      ],
      ['of an unknown kind', { id: 'a1', name: 'e.constructor', url }, url, 'application/octet-stream'],
      ['without an address', { id: 'a1', name: 'e' }, 'a1', 'application/octet-stream'],
    ])('are read when others wrote the message: %s', (_, item, id, contentType) => {
      const filename = item.name;
      expect(decodeMessage(shared([item])).media).toEqual([{ id, filename, contentType, size: 0, category: 'media' }]);
    });

    it.each([null, 7, 'x', {}, [], [null], [7], [{}], [{ name: 'a' }], [{ url: {} }], [{ url: '', id: '' }]])(
      'are none when others wrote %j',
      (value) => {
        expect(decodeMessage(shared(value)).media).toEqual([]);
        expect(decodeMessage(recordOf({ text: '', metadata: { fileSharingMetadata: '[{' } })).media).toEqual([]);
      },
    );

    it('are ours where both are there', () => {
      const { metadata } = encodeMessage(contentOf({ media: [file] }), undefined);
      const both = { ...metadata, fileSharingMetadata: JSON.stringify([{ id: 'x', name: 'x', url }]) };
      expect(decodeMessage(recordOf({ text: '', metadata: both })).media).toEqual([file]);
    });

    it.each([
      ['https://files.test/a', true],
      ['HTTPS://files.test/a', true],
      ['http://127.0.0.1:8080/a', true],
      ['http://localhost/a', true],
      ['http://files.test/a', false],
      ['http://localhost.evil.test/a', false],
      ['http://127.0.0.1@evil.test/a', false],
      ['http://localhost:80@evil.test/a', false],
      ['javascript:alert(1)//https://', false],
      [' https://files.test', false],
      ['0f8e', false],
    ])('tell the address %j apart from an id: %s', (id, isAddress) => {
      expect(addressOfShared({ ...file, id })).toBe(isAddress ? id : undefined);
    });
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
