import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChatError } from '../../../src/core/errors.js';
import { decodeMessage, encodeMessage, nonceOf } from '../../../src/core/message-codec.js';
import type { MessageRecord, Metadata } from '../../../src/core/model.js';
import { decodeRichMessage, encodeRichMessage, type RichContent } from '../../../src/core/rich-message.js';
import { anyJson } from '../../helper/any-json.js';

const recordOf = (sent: { text: string; metadata: Metadata }): MessageRecord => ({
  id: '1',
  version: '1',
  kind: 'text',
  senderDisplayName: '',
  createdOn: new Date(0),
  ...sent,
});
const contentOf = (part: Partial<RichContent>): RichContent => ({
  text: '',
  subject: null,
  attributes: {},
  media: [],
  parts: [],
  details: undefined,
  ...part,
});
const fileOf = (filename: string | null) => ({ id: 'f', filename, contentType: 'a/b', size: 1, category: 'media' });

describe('a message with parts on the wire', () => {
  it('comes back as it was, whatever is in it', () => {
    const json = anyJson({ noUnicodeString: false });
    fc.assert(
      fc.property(
        fc.record({
          text: fc.string({ unit: 'binary' }),
          attributes: json,
          parts: fc.array(json, { maxLength: 3 }),
          details: fc.option(json, { nil: undefined }),
          media: fc.array(fc.option(fc.string({ unit: 'binary' }), { nil: null }).map(fileOf), { maxLength: 2 }),
        }),
        (part) => {
          const sent = encodeRichMessage(contentOf(part), 'n');
          expect(decodeRichMessage(recordOf(sent))).toEqual(contentOf(part));
          expect(nonceOf(recordOf(sent))).toBe('n');
        },
      ),
    );
  });

  it.each([
    ['a file', { media: [fileOf('photo.png')] }, 'photo.png'],
    ['files', { media: [fileOf('a.png'), fileOf(null)] }, 'a.png, attachment'],
    ['a part', { parts: [{ type: 'json' }] }, 'attachment'],
    ['nothing', {}, ''],
  ])('says in its text what is in it, where it has none: %s', (_, part, text) => {
    const sent = encodeRichMessage(contentOf(part), 'n');
    expect(sent.text).toBe(text);
    expect(decodeRichMessage(recordOf(sent)).text).toBe('');
    expect(decodeMessage(recordOf(sent)).text).toBe('');
  });

  it.each([null, '', 'look'])('tells no text from an empty one, also beside a file: %j', (text) => {
    const sent = encodeRichMessage(contentOf({ text, media: [fileOf('photo.png')] }), 'n');
    expect(decodeRichMessage(recordOf(sent)).text).toBe(text);
  });

  it('a text that another client writes in its place is shown', () => {
    const { metadata } = encodeRichMessage(contentOf({ media: [fileOf('photo.png')] }), 'n');
    expect(decodeRichMessage(recordOf({ text: 'my cat', metadata })).text).toBe('my cat');
  });

  it('parts and details stay when an SDK that knows neither changes the message', () => {
    const record = recordOf(encodeRichMessage(contentOf({ text: 'a', parts: [{ at: 1 }], details: { b: 2 } }), 'n'));
    const edited = encodeMessage({ ...decodeMessage(record), text: 'c', attributes: { d: 3 } }, 'n', record.metadata);
    const { text, parts, details, attributes } = decodeRichMessage(recordOf(edited));
    expect({ text, parts, details, attributes }).toEqual({
      text: 'c',
      parts: [{ at: 1 }],
      details: { b: 2 },
      attributes: { d: 3 },
    });
  });

  it('what is taken away is not kept from before', () => {
    const record = recordOf(encodeMessage({ ...contentOf({}), subject: 'a', attributes: { b: 1 } }, 'n'));
    const edited = encodeMessage(contentOf({}), 'n', record.metadata);
    expect(decodeMessage(recordOf(edited))).toMatchObject({ subject: null, attributes: {} });
  });

  it('is refused when it is too large altogether', () => {
    const parts = [{ data: 'x'.repeat(28 * 1_024) }];
    let failure: unknown;
    try {
      encodeRichMessage(contentOf({ parts }), 'n');
    } catch (error) {
      failure = error;
    }
    expect(isChatError(failure, 'too-large')).toBe(true);
    expect((failure as Error).message).not.toContain('xxx');
  });

  it.each([{}, { rethread: 'no JSON' }, { rethread: '{"parts":7,"details":[1]}' }, { rethread: '{"standIn":7}' }])(
    'odd metadata %j is no parts',
    (metadata) => {
      expect(decodeRichMessage(recordOf({ text: 'a', metadata }))).toMatchObject({ text: 'a', parts: [] });
    },
  );
});
