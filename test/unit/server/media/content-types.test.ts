import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryOf, isAllowedType, isContentType } from '../../../../src/server/media/content-types.js';

describe('how a file is delivered', () => {
  it.each<readonly [string, string, string]>([
    ['image/png', 'inline', 'image/png'],
    ['IMAGE/JPEG', 'inline', 'IMAGE/JPEG'],
    ['video/mp4', 'inline', 'video/mp4'],
    ['audio/ogg; codecs=opus', 'inline', 'audio/ogg; codecs=opus'],
    ['text/plain; charset=utf-8', 'inline', 'text/plain; charset=utf-8'],
    ['application/pdf', 'inline', 'application/pdf'],
    ['image/heic', 'attachment', 'image/heic'],
    ['text/csv', 'attachment', 'text/csv'],
    ['application/zip', 'attachment', 'application/zip'],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'attachment',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ...[
      'text/html',
      'text/HTML;charset=utf-8',
      ' text/html',
      'image/svg+xml',
      'application/xhtml+xml',
      'application/xml',
      'text/xml',
      'application/rss+xml',
      'application/mathml+xml',
      'application/vnd.mozilla.xul+xml',
      'text/javascript',
      'application/javascript',
      'application/ecmascript',
      'application/wasm',
      'application/x-shockwave-flash',
      'application/java-archive',
      'multipart/related',
      'message/rfc822',
      'text/css',
      'text/vtt',
      'text/x-anything',
      'application/octet-stream',
      'model/anything',
    ].map((type) => [type, 'attachment', 'application/octet-stream'] as const),
  ])('%s', (contentType, disposition, delivered) => {
    expect(deliveryOf(contentType, null)).toEqual({
      contentType: delivered,
      contentDisposition: disposition,
    });
  });

  it('has one line of ASCII for every name, and the name in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (filename) => {
        const { contentDisposition } = deliveryOf('image/png', filename);
        const [, encoded = ''] =
          /^inline; filename="[\w .()+-]*"; filename\*=UTF-8''([\w.!~%-]*)$/.exec(contentDisposition) ?? [];
        expect(decodeURIComponent(encoded)).toBe(filename.replace(/\p{Surrogate}/gu, '\ufffd'));
      }),
    );
  });
});

describe('a content type', () => {
  it.each([
    'image/png',
    'text/plain; charset=utf-8',
    'text/plain;charset="utf-8"',
    'application/vnd.a+b',
    'a/b;c=d;e=f',
  ])('may be %s', (type) => expect(isContentType(type)).toBe(true));
  it.each([
    '',
    'png',
    '/png',
    'image/',
    'image/png\n',
    'image/p ng',
    'image/png;',
    'a/b; c',
    'ä/b',
    `a/${'b'.repeat(300)}`,
  ])('may not be %j', (type) => expect(isContentType(type)).toBe(false));
  it('is looked at quickly, however long it is', () => {
    const start = performance.now();
    expect(isContentType(`a/b${' '.repeat(250)}`)).toBe(false);
    expect(isContentType(`a/b${';a=b'.repeat(62)}!`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(100);
  });
  it.each([
    ['image/png', ['image/png'], true],
    ['IMAGE/PNG; a=b', ['Image/*'], true],
    ['text/plain', ['image/*', '*/*'], true],
    ['text/plain', ['image/*', 'text/html'], false],
    ['text/plain', undefined, true],
  ])('%s among %j: %s', (type, allowed, expected) => expect(isAllowedType(type, allowed)).toBe(expected));
});
