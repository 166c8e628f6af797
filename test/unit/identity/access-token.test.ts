import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccessToken } from '../../../src/identity/index.js';
import { makeJwt } from '../../helper/make-jwt.js';

describe('parseAccessToken', () => {
  it('reads user and expiry', () => {
    const token = makeJwt({ skypeid: 'acs:1_2', exp: 1_800_000_000 });
    expect(parseAccessToken(token)).toEqual({
      userId: '8:acs:1_2',
      expiresOn: new Date(1_800_000_000_000),
    });
  });

  it.each([
    ['an opaque token', 'opaque'],
    ['an empty token', ''],
    ['a payload that is no base64url', 'a.%%%.c'],
    ['a payload that is no object', `a.${Buffer.from('null').toString('base64url')}.c`],
    ['claims of wrong types', makeJwt({ skypeid: 7, exp: 'soon' })],
    ['a date out of range', makeJwt({ exp: 1e300, skypeid: '' })],
  ])('knows nothing about %s', (_name, token) => {
    expect(parseAccessToken(token)).toEqual({});
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), (text, json) => {
        parseAccessToken(text);
        parseAccessToken(`${text}.${Buffer.from(json).toString('base64url')}.${text}`);
      }),
    );
  });
});
