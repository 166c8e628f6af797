import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CompanionDirectory } from '../../../src/companion/companion-directory.js';
import { createCompanionRequest, type Credentials } from '../../../src/companion/companion-requests.js';
import { StaticIdentityDirectory } from '../../../src/identity/index.js';

const SECRET = 'SECRET-session';
let credentials: { session: string; refresh: Credentials['refresh']; current: () => string };
let answers: (() => Response | Promise<Response>)[];
let asked: { url: string; headers: Headers; signal: AbortSignal }[];

const json =
  (status: number, body: unknown, headers = {}): (() => Response) =>
  () =>
    new Response(JSON.stringify(body), { status, headers });
/** Until it is given up. */
const never = (): Promise<Response> =>
  new Promise((_, reject) => {
    const { signal } = asked.at(-1)!;
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

beforeEach(() => {
  vi.useFakeTimers();
  credentials = { session: SECRET, current: () => 'SECRET-token', refresh: () => Promise.resolve(false) };
  [answers, asked] = [[], []];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, headers: new Headers(init.headers), signal: init.signal! });
    return Promise.resolve().then(answers.shift());
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const start = (): ReturnType<typeof createCompanionRequest> =>
  createCompanionRequest('https://app.example/chat/', credentials);

describe('a request of the companion', () => {
  it('carries the session, and the access token only where it is wanted', async () => {
    answers.push(json(200, { a: 1 }), json(204, ''));
    expect(await start()('GET', '/mine')).toEqual({ a: 1 });
    await start()('PUT', '/x', {}, { withAcsToken: true }).catch(() => undefined);
    expect(asked.map(({ url }) => url)).toEqual(['https://app.example/chat/mine', 'https://app.example/chat/x']);
    expect(asked.map(({ headers }) => headers.get('x-acs-token'))).toEqual([null, 'SECRET-token']);
    expect(asked[0]!.headers.get('authorization')).toBe(`Bearer ${SECRET}`);
  });

  it.each([
    [400, 'invalid-argument'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [412, 'conflict'],
    [413, 'too-large'],
    [418, 'invalid-argument'],
    [429, 'rate-limited'],
    [501, 'not-supported'],
    [503, 'service-error'],
  ])('fails with status %i as %s, in the words of the problem', async (status, code) => {
    const problem = { code: 'some-reason', detail: 'unable to do it; try this' };
    answers.push(json(status, problem, { 'retry-after': '7' }));
    const failure = start()('GET', '/mine');
    await expect(failure).rejects.toMatchObject({ code, status, message: problem.detail, retryAfterMs: 7_000 });
    await expect(failure).rejects.toMatchObject({ details: { serviceCode: 'some-reason' } });
  });

  it('says what it can where the answer is no problem document', async () => {
    answers.push(() => new Response('<html>', { status: 502 }));
    await expect(start()('GET', '/mine')).rejects.toMatchObject({ code: 'service-error', isRetryable: true });
  });

  it('gives up when there is no answer, and never names what is secret', async () => {
    answers.push(never);
    const failure = expect(start()('GET', '/mine')).rejects.toMatchObject({
      code: 'service-error',
      message: expect.not.stringContaining('SECRET') as string,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await failure;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is repeated once with another token, where the first was refused and there is one', async () => {
    credentials.refresh = () => {
      credentials.session = 'new';
      return Promise.resolve(true);
    };
    answers.push(json(401, {}), json(200, { ok: true }));
    expect(await start()('GET', '/mine')).toEqual({ ok: true });
    expect(asked[1]!.headers.get('authorization')).toBe('Bearer new');
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    answers.push(never);
    const failure = expect(start()('GET', '/x', undefined, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await vi.advanceTimersByTimeAsync(1);
    controller.abort();
    await failure;
  });
});

it('a directory that does not answer holds nothing up for long: whoever is unknown goes by the id', async () => {
  const failures: unknown[] = [];
  const directory = new CompanionDirectory(start(), new StaticIdentityDirectory(), (error) => failures.push(error));
  answers.push(never);
  const ready = directory.prepare(['8:acs:bob', '8:acs:carol']);
  await vi.advanceTimersByTimeAsync(3_000);
  await ready;
  expect(directory.identityOf('8:acs:bob')).toBe('8:acs:bob');
  expect(failures).toHaveLength(1);
  // And is left alone for a while.
  expect(directory.prepare(['8:acs:bob'])).toBeUndefined();
  await vi.advanceTimersByTimeAsync(10_000);
  answers.push(json(200, { users: [{ identity: 'bob', userId: '8:acs:bob', friendlyName: null, attributes: {} }] }));
  await directory.prepare(['8:acs:bob']);
  expect(directory.identityOf('8:acs:bob')).toBe('bob');
});
