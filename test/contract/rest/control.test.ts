import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createThread,
  request,
  startRestFixture,
  toTestUser,
  type RestFixture,
  type TestUser,
} from './rest-fixture.js';

describe('the controls', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let threadId: string;

  beforeAll(async () => {
    fixture = await startRestFixture({ rateLimits: false });
    alice = await fixture.user();
    threadId = await createThread(alice);
  });

  afterEach(() => fixture.emulator.faults.clear());

  afterAll(() => fixture.stop());

  const control = (method: string, path: string, body?: unknown) =>
    request(fixture.emulator.endpoint, method, `/_emulator/${path}`, body === undefined ? {} : { body });
  const getThread = () => alice.request('GET', `/chat/threads/${threadId}`);

  it('tell that all is well', async () => {
    expect(await control('GET', 'health')).toMatchObject({
      status: 200,
      body: { status: 'ok', strict: true, rateLimits: false },
    });
  });

  it('create users and tokens', async () => {
    const { status, body } = await control('POST', 'users', { scopes: ['chat.join'] });
    expect(status).toBe(201);
    const { userId, token } = body as { userId: string; token: string };
    const user = toTestUser(fixture.emulator.endpoint, userId, token);
    expect((await user.request('GET', '/chat/threads')).status).toBe(200);
    expect((await user.request('POST', '/chat/threads', { body: { topic: 't' } })).status).toBe(403);
    const again = (await control('POST', 'tokens', { userId, expiresInMinutes: 60 })).body as { token: string };
    const fuller = toTestUser(fixture.emulator.endpoint, userId, again.token);
    expect((await fuller.request('POST', '/chat/threads', { body: { topic: 't' } })).status).toBe(201);
    expect((await control('POST', 'users')).status).toBe(201);
  });

  it('move the clock', async () => {
    const before = fixture.emulator.clock.now();
    const { body } = await control('POST', 'clock', { advanceMs: 60_000 });
    expect(Date.parse((body as { now: string }).now) - before).toBeGreaterThanOrEqual(60_000);
  });

  it('start, list and end faults', async () => {
    const started = await control('POST', 'faults', {
      kind: 'answer',
      status: 503,
      method: 'GET',
      path: '/threads/',
      times: 5,
    });
    expect(started).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
    expect((await getThread()).status).toBe(503);
    expect((await control('GET', 'faults')).body).toMatchObject({
      faults: [{ kind: 'answer', status: 503, path: '\\/threads\\/', remaining: 4 }],
    });
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect((await getThread()).status).toBe(200);
  });

  it('start and end trouble for a user', async () => {
    const { userId } = alice;
    expect((await control('POST', 'faults', { kind: 'cut', userId, mode: 'unavailable' })).status).toBe(204);
    expect((await getThread()).status).toBe(503);
    expect((await control('POST', 'faults', { kind: 'restore', userId })).status).toBe(204);
    expect((await getThread()).status).toBe(200);
    await control('POST', 'faults', { kind: 'cut', userId });
    await expect(getThread()).rejects.toThrow();
    await control('DELETE', 'faults');
    expect((await getThread()).status).toBe(200);
  });

  it.each([
    [{ kind: 'drop', times: 1 }, 201],
    [{ kind: 'delay', ms: 1, probability: 0.5 }, 201],
    [{ kind: 'truncate' }, 201],
    [{ kind: 'garble', body: '' }, 201],
    [{ kind: 'refuseUpgrades', userId: 'x' }, 204],
    [{ kind: 'garblePushes', body: '{', userId: 'x' }, 204],
    [{ kind: 'dropSockets' }, 201],
    [{ kind: 'freezeSockets', userId: 'x' }, 204],
    [{ kind: 'thawSockets' }, 204],
    [{ kind: 'refuseConnections', status: 503 }, 204],
    [{ kind: 'acceptConnections' }, 204],
    [{ kind: 'losePushes', count: 2 }, 204],
    [{ kind: 'duplicatePushes' }, 204],
    [{ kind: 'reorderPushes', count: 2 }, 204],
    [{ kind: 'delayPushes', count: 1, ms: 5 }, 204],
    [{ kind: 'refuseSends', userId: 'x', times: 1 }, 204],
    [{ kind: 'tokenAboutToExpire', userId: 'x', inMs: 1000 }, 201],
    [{ kind: 'tokenExpired', userId: 'x' }, 201],
  ])('know %j', async (fault, status) => {
    expect((await control('POST', 'faults', fault)).status).toBe(status);
  });

  it.each<[string, unknown, string]>([
    ['faults', {}, 'kind'],
    ['faults', { kind: 'toString' }, 'kind'],
    ['faults', { kind: 'answer' }, 'status'],
    ['faults', { kind: 'answer', status: 200 }, 'status'],
    ['faults', { kind: 'answer', status: 503, path: '(' }, 'path'],
    ['faults', { kind: 'answer', status: 503, probability: 2 }, 'probability'],
    ['faults', { kind: 'answer', status: 503, afterCommit: 'yes' }, 'afterCommit'],
    ['faults', { kind: 'delay' }, 'ms'],
    ['faults', { kind: 'garble' }, 'body'],
    ['faults', { kind: 'garblePushes', body: 7 }, 'body'],
    ['faults', { kind: 'losePushes', count: 0 }, 'count'],
    ['faults', { kind: 'cut' }, 'userId'],
    ['faults', { kind: 'cut', userId: 'x', mode: 'y' }, 'mode'],
    ['clock', { advanceMs: -1 }, 'advanceMs'],
    ['clock', { advanceMs: '1' }, 'advanceMs'],
    ['users', { scopes: ['root'] }, 'scopes[0]'],
    ['users', { expiresInMinutes: 5 }, 'expiresInMinutes'],
    ['users', '{', 'body'],
    ['tokens', {}, 'userId'],
  ])('refuse %s %j', async (path, body, target) => {
    expect(await control('POST', path, body)).toMatchObject({ status: 400, body: { error: { target } } });
  });

  it('do not make tokens for nobody', async () => {
    expect(await control('POST', 'tokens', { userId: 'nobody' })).toMatchObject({ status: 404 });
    expect(await control('GET', 'nothing')).toMatchObject({ status: 404 });
  });

  it('show requests, but not each other', async () => {
    await control('DELETE', 'requests');
    await getThread();
    await control('GET', 'health');
    await alice.request('GET', '/chat/threads');
    const { body } = await control('GET', 'requests?method=GET&path=threads/19');
    expect(body).toEqual({
      count: 1,
      requests: [
        { method: 'GET', path: `/chat/threads/${threadId}`, userId: alice.userId, status: 200, at: expect.any(Number) },
      ],
    });
    expect(fixture.emulator.requests.count()).toBe(2);
    expect(fixture.emulator.requests.count({ userId: alice.userId })).toBe(2);
  });
});
