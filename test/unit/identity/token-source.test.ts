import { describe, expect, it, vi } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { AccessTokenSource, encodeConnectionToken } from '../../../src/identity/index.js';
import { makeJwt } from '../../helper/make-jwt.js';

const userId = '8:acs:alice';
const first = makeJwt({ skypeid: 'acs:alice', exp: 1_800_000_000 });
const second = makeJwt({ skypeid: 'acs:alice', exp: 1_900_000_000 });
const foreign = makeJwt({ skypeid: 'acs:bob' });
const wrap = (token: string) =>
  encodeConnectionToken({ endpoint: 'https://contoso.example', token, identity: 'alice', userId });

function deferred() {
  let resolve!: (token: string) => void;
  const promise = new Promise<string>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('AccessTokenSource', () => {
  it('gives the current token and its end', () => {
    const source = new AccessTokenSource({ token: first, userId });
    expect(source.current()).toBe(first);
    expect(source.expiresOn).toEqual(new Date(1_800_000_000_000));
    source.set('opaque');
    expect(source.current()).toBe('opaque');
    expect(source.expiresOn).toBeUndefined();
  });

  it('takes the access token out of a connection token', () => {
    const source = new AccessTokenSource({ token: wrap(first), userId });
    source.set(wrap(second));
    expect(source.current()).toBe(second);
  });

  it.each([
    ['of somebody else', foreign, 'it belongs to 8:acs:bob, but this client works as 8:acs:alice'],
    ['that is empty', '', 'not a non-empty string'],
    ['that is no text', undefined as unknown as string, 'not a non-empty string'],
  ])('refuses a token %s and keeps the current one', (_name, token, message) => {
    const source = new AccessTokenSource({ token: first, userId });
    let failure: unknown;
    try {
      source.set(token);
    } catch (error) {
      failure = error;
    }
    expect(isChatError(failure, 'unauthorized')).toBe(true);
    expect((failure as Error).message).toContain(message);
    expect(source.current()).toBe(first);
  });

  it('cannot start with a token of somebody else', () => {
    expect(() => new AccessTokenSource({ token: foreign, userId })).toThrow('belongs to 8:acs:bob');
  });

  it('cannot refresh without a refresher, but sees a token set meanwhile', async () => {
    const source = new AccessTokenSource({ token: first, userId });
    await expect(source.refresh(first)).resolves.toBe(false);
    source.set(second);
    await expect(source.refresh(first)).resolves.toBe(true);
  });

  it.each([
    ['an access token', second],
    ['a connection token', wrap(second)],
  ])('refreshes once for many callers, with %s', async (_name, fresh) => {
    const answer = deferred();
    const refresher = vi.fn(() => answer.promise);
    const source = new AccessTokenSource({ token: first, userId, refresher });
    const results = Promise.all([source.refresh(first), source.refresh(first), source.refresh(first)]);
    answer.resolve(fresh);
    await expect(results).resolves.toEqual([true, true, true]);
    expect(refresher).toHaveBeenCalledTimes(1);
    expect(source.current()).toBe(second);
  });

  it('keeps a token that was set while a refresh was under way', async () => {
    const answer = deferred();
    const source = new AccessTokenSource({ token: first, userId, refresher: () => answer.promise });
    const refreshed = source.refresh(first);
    source.set('set by the app');
    answer.resolve(second);
    await expect(refreshed).resolves.toBe(true);
    expect(source.current()).toBe('set by the app');
  });

  it.each([
    ['fails', () => Promise.reject(new Error('token server is down')), 'token server is down'],
    [
      'throws',
      (): never => {
        throw new Error('no session');
      },
      'no session',
    ],
    ['gives a token of somebody else', () => Promise.resolve(foreign), 'belongs to 8:acs:bob'],
    ['gives nothing', () => Promise.resolve(undefined as unknown as string), 'not a non-empty string'],
  ])('reports a refresher that %s, and asks it again next time', async (_name, refresher, reason) => {
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const source = new AccessTokenSource({ token: first, userId, refresher, logger });
    await expect(source.refresh(first)).resolves.toBe(false);
    await expect(source.refresh(first)).resolves.toBe(false);
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining(reason));
    expect(source.current()).toBe(first);
  });

  it('says no when the refresher gives the refused token again', async () => {
    const source = new AccessTokenSource({ token: first, userId, refresher: () => Promise.resolve(first) });
    await expect(source.refresh(first)).resolves.toBe(false);
  });
});
