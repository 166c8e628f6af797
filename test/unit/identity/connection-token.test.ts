import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { decodeConnectionToken, encodeConnectionToken, isConnectionToken } from '../../../src/identity/index.js';

const fields = {
  endpoint: 'https://contoso.communication.azure.com',
  token: 'SECRET-access-token',
  identity: 'alice',
  userId: '8:acs:1_2',
};

const encodeRaw = (value: unknown) => `rt1.${Buffer.from(JSON.stringify(value)).toString('base64url')}`;

function failureOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(isChatError(error, 'invalid-argument')).toBe(true);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('SECRET');
    return (error as Error).message;
  }
  throw new Error('expected a failure');
}

const anyText = fc.string({ unit: 'binary', minLength: 1 });
const emojiAndHalves = fc
  .array(fc.constantFrom('a', '😀', '👩‍👩‍👧', '\ud83d', '\ude00', 'ß', '\u0000'), { minLength: 1 })
  .map((parts) => parts.join(''));

describe('connection token', () => {
  it('begins with the version and holds only URL-safe characters', () => {
    expect(encodeConnectionToken(fields)).toMatch(/^rt1\.[\w-]+$/);
  });

  it('gives back exactly what went in, whatever the characters', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, emojiAndHalves), anyText, anyText, (identity, token, userId) => {
        const input = { ...fields, identity, token, userId };
        expect(decodeConnectionToken(encodeConnectionToken(input))).toEqual(input);
      }),
    );
  });

  it.each([
    { companion: 'https://chat.example', session: 'SECRET-session', service: '8:acs:1_service' },
    { displayName: 'Alice L.' },
    { companion: 'c', displayName: 'A' },
  ])('keeps %j and drops unknown fields', (optional) => {
    const withMore = { ...fields, ...optional, extra: 1 };
    expect(decodeConnectionToken(encodeRaw(withMore))).toEqual({ ...fields, ...optional });
  });

  it.each(['companion', 'displayName', 'session', 'service'])('refuses a `%s` that is empty or no text', (name) => {
    for (const value of ['', 1, null])
      expect(failureOf(() => decodeConnectionToken(encodeRaw({ ...fields, [name]: value })))).toContain(name);
  });

  it('is read from plain UTF-8 JSON, as another language would write it', () => {
    expect(decodeConnectionToken(encodeRaw({ ...fields, identity: 'Zoë 😀' })).identity).toBe('Zoë 😀');
  });

  it.each(['endpoint', 'token', 'identity', 'userId'])(
    'names the field `%s` when it is missing, empty or no text',
    (name) => {
      const bad = (value: unknown) => failureOf(() => decodeConnectionToken(encodeRaw({ ...fields, [name]: value })));
      for (const value of [undefined, '', null, { SECRET: 1 }])
        expect(bad(value)).toContain(
          `connection token field \`${name}\` must be a non-empty string; mint it with encodeConnectionToken`,
        );
    },
  );

  it.each([
    ['contoso.communication.azure.com', 'is not an https:// address'],
    ['endpoint=https://contoso.communication.azure.com/;accesskey=SECRET', 'is not an https:// address'],
    ['ftp://contoso.communication.azure.com', 'is not an https:// address'],
    [
      'http://contoso.communication.azure.com',
      'begins with http://, which is allowed for an emulator on this machine only',
    ],
    ['http://localhost.example.com', 'begins with http://, which is allowed for an emulator on this machine only'],
  ])('refuses the endpoint %s', (endpoint, reason) => {
    expect(failureOf(() => decodeConnectionToken(encodeRaw({ ...fields, endpoint })))).toContain(
      `connection token field \`endpoint\` ${reason}`,
    );
  });

  it.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000', 'http://chat.localhost'])(
    'accepts the emulator at %s',
    (endpoint) => expect(decodeConnectionToken(encodeConnectionToken({ ...fields, endpoint })).endpoint).toBe(endpoint),
  );

  it.each([
    ['an empty body', 'rt1.'],
    ['no base64url', 'rt1.SECRET!!'],
    ['no JSON', `rt1.${Buffer.from('SECRET').toString('base64url')}`],
    ['no UTF-8', `rt1.${Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString('base64url')}`],
    ['a cut-off token', encodeRaw(fields).slice(0, -20)],
  ])('says that %s is damaged', (_name, text) => {
    expect(failureOf(() => decodeConnectionToken(text))).toContain('it is damaged or cut off');
  });

  it.each([[[]], ['SECRET'], [null], [1]])('refuses the content %j', (content) => {
    expect(failureOf(() => decodeConnectionToken(encodeRaw(content)))).toContain(
      '`endpoint` must be a non-empty string',
    );
  });

  it('tells another version from a damaged token', () => {
    expect(failureOf(() => decodeConnectionToken('rt2.SECRET'))).toContain('it does not begin with "rt1."');
  });

  it('refuses to encode what it could not read again', () => {
    expect(failureOf(() => encodeConnectionToken({ ...fields, userId: '' }))).toContain(
      '`userId` must be a non-empty string',
    );
    expect(failureOf(() => encodeConnectionToken(null as never))).toContain('unable to encode');
  });

  it('never throws anything but a ChatError', () => {
    fc.assert(
      fc.property(anyText, (body) => {
        try {
          decodeConnectionToken(`rt1.${body}`);
        } catch (error) {
          expect(isChatError(error, 'invalid-argument')).toBe(true);
        }
      }),
    );
  });

  it.each([
    ['rt1.abc', true],
    ['rt2.abc', true],
    ['eyJhbGciOiJub25lIn0.e30.', false],
    ['', false],
    ['rt.abc', false],
  ])('recognises %j: %s', (text, expected) => expect(isConnectionToken(text)).toBe(expected));
});
