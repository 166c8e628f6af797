import { afterEach, describe, expect, it, vi } from 'vitest';
import { countFiles, isForm, type MediaPart, toMediaParts } from '../../../src/twilio/media-parts.js';
import type { SendMediaOptions } from '../../../src/twilio/types.js';
import { addressOf, nativeForm, type ReactNativeForm } from '../../helper/react-native-form.js';

afterEach(() => vi.restoreAllMocks());

const { signal } = new AbortController();
const partsOf = (payload: FormData | SendMediaOptions): Promise<MediaPart[]> => toMediaParts('media', payload, signal);
const seen = async ({ content, filename, contentType }: MediaPart): Promise<unknown> => [
  await content.text(),
  filename,
  contentType,
];

describe('files of a form of React Native', () => {
  it.each([
    ['with name and type', { name: 'a.txt', type: 'text/html' }, 'a.txt', 'text/html'],
    ['without a type: the one that the file has', { name: 'a.txt' }, 'a.txt', 'text/plain'],
    ['without a name', { type: 'text/plain' }, null, 'text/plain'],
  ])('%s', async (_, about, filename, contentType) => {
    const [part] = await partsOf(nativeForm({ uri: addressOf('hello'), ...about }));
    expect(await seen(part!)).toEqual(['hello', filename, contentType]);
  });

  it('keep their order, a Blob among them; what is no file is left out', async () => {
    const form = nativeForm({ uri: addressOf('one') }, 'a note', null as never, new Blob(['two']), {
      uri: addressOf('three'),
    });
    const parts = await partsOf(form);
    expect(await Promise.all(parts.map(({ content }) => content.text()))).toEqual(['one', 'two', 'three']);
    expect(countFiles(form)).toBe(3);
  });

  it('are found where only getParts() tells them', async () => {
    const form = nativeForm('a note', { uri: addressOf('one'), name: 'a.txt' }) as unknown as ReactNativeForm;
    const [part, ...others] = await partsOf({ getParts: () => form.getParts() } as unknown as FormData);
    expect(others).toEqual([]);
    expect(await seen(part!)).toEqual(['one', 'a.txt', 'text/plain']);
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('Network request failed'))],
    ['answers with an error', () => Promise.resolve(new Response('', { status: 404 }))],
  ])('reject where the address %s, and do not show it', async (_, answer) => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
    const failure: unknown = await partsOf(nativeForm({ uri: 'file:///private/a.txt', name: 'a.txt' })).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'invalid-argument', cause: expect.any(Error) as Error });
    expect((failure as Error).message).toBe('unable to send "a.txt"; its uri cannot be read');
  });
});

describe('what counts as a form', () => {
  it.each<[string, unknown, boolean]>([
    ['the one of browsers', new FormData(), true],
    ['the one of React Native', nativeForm(), true],
    ['options', { contentType: 'text/plain', media: 'x' }, false],
    ['nothing', null, false],
  ])('%s', (_, value, expected) => {
    expect(isForm(value)).toBe(expected);
  });
});
