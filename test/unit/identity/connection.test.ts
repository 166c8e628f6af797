import { describe, expect, it } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { encodeConnectionToken, resolveConnection } from '../../../src/identity/index.js';
import { makeJwt } from '../../helper/make-jwt.js';

const endpoint = 'https://contoso.communication.azure.com';
const aliceToken = makeJwt({ skypeid: 'acs:alice', secret: 'SECRET' });

function failureOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(isChatError(error, 'invalid-argument')).toBe(true);
    return (error as Error).message;
  }
  throw new Error('expected a failure');
}

describe('resolveConnection', () => {
  it('takes everything from a connection token, whatever is configured', () => {
    const fields = {
      endpoint,
      token: aliceToken,
      identity: 'alice',
      userId: '8:acs:alice',
      companion: 'https://c.example',
    };
    const settings = { endpoint: 'https://other.example', identity: 'eve', userId: '8:acs:eve' };
    expect(resolveConnection(encodeConnectionToken(fields), settings)).toEqual(fields);
  });

  it.each([
    ['the name that maps to its user', { identities: { bob: '8:acs:bob', alice: '8:acs:alice' } }, 'alice'],
    ['the user id when no name maps to it', { identities: { bob: '8:acs:bob' } }, '8:acs:alice'],
    ['the configured identity', { identity: 'al', identities: { alice: '8:acs:alice' } }, 'al'],
  ])('gives an access token %s', (_name, settings, identity) => {
    expect(resolveConnection(aliceToken, { endpoint, ...settings })).toEqual({
      endpoint,
      token: aliceToken,
      userId: '8:acs:alice',
      identity,
    });
  });

  it('accepts an opaque access token when the user id is given', () => {
    expect(resolveConnection('opaque', { endpoint, userId: '8:acs:alice' }).userId).toBe('8:acs:alice');
  });

  it.each([
    ['no endpoint', aliceToken, {}, /`endpoint`\. Give it with configure\(\{ endpoint \}\)/],
    ['an empty endpoint', aliceToken, { endpoint: '' }, /without an `endpoint`/],
    ['plain http', aliceToken, { endpoint: 'http://contoso.example' }, /`endpoint` begins with http:\/\//],
    ['an unknown scheme', aliceToken, { endpoint: 'ws://localhost' }, /`endpoint` is not an https:\/\/ address/],
    ['no user', 'opaque-SECRET', { endpoint }, /configure\(\{ userId \}\)/],
    [
      'another user',
      aliceToken,
      { endpoint, userId: '8:acs:bob' },
      /`userId` is 8:acs:bob, but .* belongs to 8:acs:alice/,
    ],
  ])('names the trouble with %s', (_name, token, settings, message) => {
    const failure = failureOf(() => resolveConnection(token, settings));
    expect(failure).toMatch(message);
    expect(failure).not.toContain(token);
  });

  it('refuses a connection token whose access token is of somebody else', () => {
    const token = encodeConnectionToken({ endpoint, token: aliceToken, identity: 'bob', userId: '8:acs:bob' });
    expect(failureOf(() => resolveConnection(token))).toContain('the access token belongs to 8:acs:alice');
  });
});
