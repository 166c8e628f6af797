import { describe, expect, it, vi } from 'vitest';
import { CancellablePromise } from '../../../src/twilio/cancellable-promise.js';
import { ContentTemplateVariable } from '../../../src/twilio/content-template.js';
import { MessageBuilder } from '../../../src/twilio/message-builder.js';
import type { ConversationLimits, SendMediaOptions } from '../../../src/twilio/types.js';
import { UnsentMessage } from '../../../src/twilio/unsent-message.js';
import { nativeForm } from '../../helper/react-native-form.js';

const limits: ConversationLimits = {
  mediaAttachmentsCountLimit: 2,
  mediaAttachmentSizeLimitInMb: 1,
  mediaAttachmentsTotalSizeLimitInMb: 1,
  emailHistoriesAllowedContentTypes: ['text/plain'],
  emailBodiesAllowedContentTypes: ['text/plain', 'text/html'],
};
function formOf(...contents: string[]): FormData {
  const form = new FormData();
  for (const content of contents) form.append('file', new Blob([content]), 'a.txt');
  return form;
}

const file = (media = 'x'): SendMediaOptions => ({ contentType: 'a/b', media });

function setUp(own: Partial<ConversationLimits> = {}) {
  const send = vi.fn((_unsent: UnsentMessage) => new CancellablePromise<number | null>((resolve) => resolve(3)));
  return { send, builder: new MessageBuilder({ ...limits, ...own }, new UnsentMessage(send)) };
}

describe('§4.3 setters', () => {
  const variable = new ContentTemplateVariable('1', 'Ada');
  it.each<[string, (builder: MessageBuilder) => MessageBuilder, Partial<UnsentMessage>]>([
    ['setBody', (builder) => builder.setBody('text'), { text: 'text' }],
    ['setBody twice', (builder) => builder.setBody('first').setBody(''), { text: '' }],
    ['setSubject', (builder) => builder.setSubject('about'), { emailOptions: { subject: 'about' } }],
    ['setAttributes', (builder) => builder.setAttributes(null), { attributes: null }],
    ['setContentTemplate', (builder) => builder.setContentTemplate('HX1'), { contentSid: 'HX1', contentVariables: [] }],
    [
      'setContentTemplate with variables',
      (builder) => builder.setContentTemplate('HX1', [variable]),
      { contentSid: 'HX1', contentVariables: [variable] },
    ],
    ['addMedia', (builder) => builder.addMedia(file()), { mediaContent: [['media', file()]] }],
    ['setEmailBody', (builder) => builder.setEmailBody('text/html', file()), { mediaContent: [['body', file()]] }],
    [
      'setEmailHistory',
      (builder) => builder.setEmailHistory('text/plain', file()),
      { mediaContent: [['history', file()]] },
    ],
  ])('%s returns the builder and fills the message', (_name, set, expected) => {
    const { builder } = setUp();
    expect(set(builder)).toBe(builder);
    expect(builder.build()).toMatchObject(expected);
  });

  it.each<[string, (builder: MessageBuilder) => unknown, string]>([
    ['setBody', (b) => b.setBody(5 as never), 'Argument 1 is expected to be of type string, but got 5'],
    ['setSubject', (b) => b.setSubject(null as never), 'Argument 1 is expected to be of type string, but got null'],
    [
      'setAttributes',
      (b) => b.setAttributes(undefined as never),
      'Argument 1 is expected to be a JSON type, but got undefined',
    ],
    [
      'setEmailBody',
      (b) => b.setEmailBody('text/plain', 'x' as never),
      'Argument 2 is expected to be an instance of FormData or valid send media options (should be a pure object), but got "x"',
    ],
    [
      'setEmailHistory',
      (b) => b.setEmailHistory(5 as never, file()),
      'Argument 1 is expected to be of type string, but got 5',
    ],
    [
      'setContentTemplate',
      (b) => b.setContentTemplate('HX1', [5] as never),
      'Argument 2 is expected to be a valid array of content variables (index 0 should be an instance of ContentTemplateVariable) or of type undefined, but got malformed array of content variables (index 0 is 5)',
    ],
    [
      'addMedia',
      (b) => b.addMedia({ contentType: 'a/b', media: null }),
      'Argument 1 is expected to be an instance of FormData or valid send media options (key "media" should be "null", of type string, an instance of Buffer or an instance of Blob), but got malformed send media options (key "media" is null)',
    ],
    [
      'addMedia with too many',
      (b) => (b.addMedia as (...args: unknown[]) => unknown).call(b, file(), 1),
      'Expected at most 1 argument(s), but got 2',
    ],
  ])('%s throws at once for a wrong argument', (_name, set, message) => {
    expect(() => set(setUp().builder)).toThrow(new Error(message));
  });

  it.each<[string, SendMediaOptions]>([
    ['no content type', { contentType: null, media: 'x' }],
    ['an empty content type', { contentType: '', media: 'x' }],
    ['empty media', { contentType: 'a/b', media: '' }],
  ])('addMedia refuses %s', (_name, options) => {
    expect(() => setUp().builder.addMedia(options)).toThrow(
      new Error('Media content in SendMediaOptions must contain non-empty contentType and media'),
    );
  });

  it('the parts of an e-mail may lack a content type of their own', () => {
    const part = { contentType: null, media: '' };
    expect(setUp().builder.setEmailBody('text/plain', part).build().mediaContent).toEqual([['body', part]]);
  });

  it.each([
    ['a browser', new FormData()],
    ['React Native', nativeForm()],
  ])('addMedia takes a form of %s as it is', (_, form) => {
    expect(setUp().builder.addMedia(form).build().mediaContent[0]?.[1]).toBe(form);
  });
});

describe('§4.3 build', () => {
  it('returns the same object each time, and an empty message is fine', () => {
    const { builder } = setUp();
    const unsent = builder.build();
    expect(unsent).toBeInstanceOf(UnsentMessage);
    expect(builder.build()).toBe(unsent);
    expect(JSON.stringify(unsent)).toBe('{"attributes":{},"mediaContent":[],"emailOptions":{}}');
  });

  it('orders files first, then bodies, then histories', () => {
    const { builder } = setUp();
    builder.setEmailHistory('text/plain', file('history'));
    builder.setEmailBody('text/html', file('html')).setEmailBody('text/plain', file('plain'));
    const { mediaContent } = builder.addMedia(file('file')).build();
    expect(mediaContent.map(([category, payload]) => [category, (payload as SendMediaOptions).media])).toEqual([
      ['media', 'file'],
      ['body', 'html'],
      ['body', 'plain'],
      ['history', 'history'],
    ]);
  });

  it('a second part of the same content type replaces the first', () => {
    const { builder } = setUp();
    builder.setEmailBody('text/plain', file('old')).build();
    const unsent = builder.setEmailBody('text/plain', file('new')).build();
    expect(unsent.mediaContent).toEqual([['body', file('new')]]);
  });

  it('differs from the original: building twice puts e-mail parts in once', () => {
    const { builder } = setUp();
    const unsent = builder.setEmailBody('text/plain', file()).build();
    unsent.mediaContent.push(['media', file('added by hand')]);
    expect(builder.build().mediaContent).toEqual([
      ['media', file('added by hand')],
      ['body', file()],
    ]);
  });

  it.each<[string, (builder: MessageBuilder) => unknown, string]>([
    [
      'too many files',
      (b) => b.addMedia(file()).addMedia(file()).addMedia(file()),
      'Too many media attachments in the message (3 > 2)',
    ],
    [
      'too many files in forms',
      (b) => b.addMedia(formOf('1', '2')).addMedia(nativeForm({ uri: '3' }, 'a note')),
      'Too many media attachments in the message (3 > 2)',
    ],
    ['a type of body', (b) => b.setEmailBody('a/b', file()), 'Unsupported email body content type a/b'],
    [
      'a type of history',
      (b) => b.setEmailHistory('text/html', file()),
      'Unsupported email history content type text/html',
    ],
  ])('refuses %s that the conversation does not allow', (_name, set, message) => {
    const { builder } = setUp();
    set(builder);
    expect(() => builder.build()).toThrow(new Error(message));
  });

  it('e-mail parts do not count as files', () => {
    const { builder } = setUp();
    builder.addMedia(file()).addMedia(file()).setEmailBody('text/plain', file());
    expect(builder.build().mediaContent).toHaveLength(3);
  });

  it('does not look at sizes', () => {
    const big = file('x'.repeat(1_500_000));
    expect(() => setUp().builder.addMedia(big).build()).not.toThrow();
  });
});

describe('§4.3 sending', () => {
  it('buildAndSend builds and sends, and can be cancelled', async () => {
    const { builder, send } = setUp();
    const sending = builder.setBody('text').buildAndSend();
    expect(sending).toBeInstanceOf(CancellablePromise);
    await expect(sending).resolves.toBe(3);
    expect(send).toHaveBeenCalledExactlyOnceWith(builder.build());
  });

  it('buildAndSend throws what build throws, at once', () => {
    const { builder, send } = setUp({ mediaAttachmentsCountLimit: 0 });
    expect(() => builder.addMedia(file()).buildAndSend()).toThrow('(1 > 0)');
    expect(send).not.toHaveBeenCalled();
  });

  it('the same unsent message can be changed and sent again', async () => {
    const { builder, send } = setUp();
    const unsent = builder.setBody('first').build();
    await unsent.send();
    unsent.text = 'second';
    await unsent.send();
    expect(send).toHaveBeenCalledTimes(2);
    expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ text: 'second' }));
  });
});
