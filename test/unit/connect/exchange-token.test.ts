import { afterEach, describe, expect, it, vi } from 'vitest';
import { toUsableToken } from '../../../src/connect/exchange-token.js';
import { isChatError } from '../../../src/core/index.js';
import { encodeConnectionToken } from '../../../src/identity/index.js';
import { makeJwt } from '../../helper/make-jwt.js';

const LEGACY = 'eyJhbGciOiJSUzI....1cKuF8OVYg';
const OURS = makeJwt({ skypeid: 'acs:1_2' });

afterEach(() => {
  vi.useRealTimers();
});

describe('a token of the former provider', () => {
  it('is exchanged, however little of it can be read', async () => {
    const exchange = vi.fn(() => ({ token: OURS, user: { id: 'USR-1', name: 'John' } }));
    expect(await toUsableToken(LEGACY, exchange)).toEqual({ token: OURS, identity: 'USR-1', displayName: 'John' });
    expect(exchange).toHaveBeenCalledExactlyOnceWith(LEGACY);
  });

  it('may be exchanged for a token alone', async () => {
    expect(await toUsableToken(LEGACY, () => Promise.resolve(OURS))).toMatchObject({
      token: OURS,
      identity: undefined,
    });
  });

  it('is taken as it is where nothing exchanges it', async () => {
    expect(await toUsableToken(LEGACY, undefined)).toMatchObject({ token: LEGACY });
  });

  it.each([undefined, null, '', 7, {}, { token: '' }, { token: 7 }, { user: { id: 'a' } }])(
    'the answer %j is no token',
    async (answer) => {
      const failure: unknown = await toUsableToken(LEGACY, () => answer as never).catch((error: unknown) => error);
      expect(isChatError(failure, 'unauthorized')).toBe(true);
    },
  );

  it.each([{ id: 7 }, { name: {} }, 'John', null, 7])('an odd user %j is nobody', async (user) => {
    expect(await toUsableToken(LEGACY, () => ({ token: OURS, user: user as never }))).toEqual({
      token: OURS,
      identity: undefined,
      displayName: undefined,
    });
  });

  it('a failing or silent exchange is named, and the token is not', async () => {
    vi.useFakeTimers();
    const silent = toUsableToken(LEGACY, () => new Promise(() => undefined)).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    const failing = toUsableToken(LEGACY, () => Promise.reject(new Error(LEGACY))).catch((error: unknown) => error);
    for (const failure of [await silent, await failing]) {
      expect(isChatError(failure, 'unavailable')).toBe(true);
      expect((failure as Error).message).toContain('`exchangeToken`');
      expect((failure as Error).message).not.toContain(LEGACY);
    }
  });
});

it('a token of Azure, or a connection token, is not exchanged', async () => {
  const exchange = vi.fn(() => 'other');
  const endpoint = 'https://contoso.communication.azure.com';
  const connectionToken = encodeConnectionToken({ endpoint, token: OURS, identity: 'a', userId: '8:acs:1_2' });
  for (const token of [OURS, connectionToken]) expect((await toUsableToken(token, exchange)).token).toBe(token);
  expect(exchange).not.toHaveBeenCalled();
});
