import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RawClient } from '../realtime/raw-client.js';
import { all, createThread, startRestFixture, toTestUser, type RestFixture, type TestUser } from './rest-fixture.js';

describe('faults', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let bob: TestUser;
  let threadId: string;

  beforeEach(async () => {
    fixture = await startRestFixture({ rateLimits: false });
    [alice, bob] = await Promise.all([fixture.user(), fixture.user()]);
    threadId = await createThread(alice, bob);
  });

  afterEach(() => fixture.stop());

  const send = (user = alice) => user.thread(threadId).sendMessage({ content: 'hi' });
  const countMessages = async () => (await all(bob.thread(threadId).listMessages())).length - 2;
  const connect = (user: TestUser) =>
    new RawClient(fixture.emulator.endpoint, user.userId, user.userId, user.token).connect();

  it('answer for the service', async () => {
    fixture.emulator.faults.add({
      kind: 'answer',
      status: 429,
      retryAfterSeconds: 7,
      method: 'POST',
      path: /\/messages$/,
    });
    const answer = await alice.request('POST', `/chat/threads/${threadId}/messages`, { body: { content: 'x' } });
    expect(answer).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    await send();
    expect(await countMessages()).toBe(1);
  });

  it('answer after the request had its effect', async () => {
    fixture.emulator.faults.add({ kind: 'answer', status: 503, afterCommit: true, userId: alice.userId });
    await expect(send()).rejects.toMatchObject({ statusCode: 503, code: 'ServiceUnavailable' });
    expect(await countMessages()).toBe(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('cut the connection; after the effect: %s', async (afterCommit, count) => {
    fixture.emulator.faults.add({ kind: 'drop', afterCommit, userId: alice.userId });
    await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|REQUEST_SEND_ERROR/) });
    expect(await countMessages()).toBe(count);
    expect(fixture.emulator.requests.list({ method: 'POST', path: /messages$/ })).toMatchObject([{ status: 0 }]);
  });

  it('answer in other words, after the request had its effect', async () => {
    const path = `/chat/threads/${threadId}/messages`;
    fixture.emulator.faults.add({ kind: 'garble', body: '<html>', contentType: 'text/html', method: 'POST' });
    const { status, headers, body } = await alice.request('POST', path, { body: { content: 'x' } });
    expect({ status, body, type: headers.get('content-type') }).toEqual({
      status: 201,
      body: '<html>',
      type: 'text/html',
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    fixture.emulator.faults.add({ kind: 'garble', body: '{"value":7}', method: 'GET' });
    expect(await alice.request('GET', path)).toMatchObject({ status: 200, body: { value: 7 } });
    expect(await countMessages()).toBe(1);
  });

  it('refuse WebSockets, but not the handshake before them', async () => {
    fixture.emulator.faults.refuseUpgrades(alice.userId);
    const client = new RawClient(fixture.emulator.endpoint, alice.userId, alice.userId, alice.token);
    const socket = client.openSocket(await client.shakeHands());
    const refusal = await new Promise((resolve) => socket.on('error', resolve));
    expect(String(refusal)).toContain('503');
    expect((await connect(bob)).isOpen).toBe(true);
    fixture.emulator.faults.acceptConnections();
    expect((await connect(alice)).isOpen).toBe(true);
  });

  it('send half of an answer', async () => {
    fixture.emulator.faults.add({ kind: 'truncate', path: /\/messages$/, method: 'GET' });
    await expect(alice.request('GET', `/chat/threads/${threadId}/messages`)).rejects.toThrow(/terminated|fetch failed/);
    expect(await all(alice.thread(threadId).listMessages())).toHaveLength(2);
  });

  it('keep a request waiting', async () => {
    fixture.emulator.faults.add({ kind: 'delay', ms: 50, method: 'POST' });
    const begin = performance.now();
    await send();
    expect(performance.now() - begin).toBeGreaterThanOrEqual(45);
  });

  it('cut a user off until restored, sockets too', async () => {
    const [socketOfAlice, socketOfBob] = [await connect(alice), await connect(bob)];
    await fixture.emulator.fault('cut', { userId: alice.userId });
    await vi.waitFor(() => expect(socketOfAlice.isOpen).toBe(false));
    await expect(send()).rejects.toThrow();
    await expect(socketOfAlice.requestAllocation()).rejects.toThrow();
    await send(bob);
    await vi.waitFor(() => expect(socketOfBob.notifications).toHaveLength(1));

    await fixture.emulator.fault('restore', { userId: alice.userId });
    await send();
    await connect(alice);
  });

  it('cut a user off with 503', async () => {
    await fixture.emulator.fault('cut', { userId: alice.userId, mode: 'unavailable' });
    await expect(send()).rejects.toMatchObject({ statusCode: 503 });
    fixture.emulator.faults.clear();
    await send();
  });

  it('refuse what a user sends', async () => {
    await fixture.emulator.fault('refuseSends', { userId: alice.userId });
    await expect(send()).rejects.toMatchObject({ statusCode: 403 });
    await send(bob);
    expect(await countMessages()).toBe(1);
    await fixture.emulator.fault('restore', { userId: alice.userId });
    await send();
    await fixture.emulator.fault('refuseSends', { userId: alice.userId, status: 500, times: 1 });
    await expect(send()).rejects.toMatchObject({ statusCode: 500 });
    await send();
  });

  it('end tokens at once', async () => {
    const socket = await connect(alice);
    const { token, expiresOn } = await fixture.emulator.fault('tokenExpired', { userId: alice.userId });
    expect(expiresOn.getTime()).toBeLessThan(fixture.emulator.clock.now());
    expect(decodeJwt(token).exp! * 1000).toBe(expiresOn.getTime());
    await expect(send()).rejects.toMatchObject({ statusCode: 401 });
    await vi.waitFor(() => expect(socket.isOpen).toBe(false));
    expect((await socket.requestAllocation()).status).toBe(401);
    const fresh = await fixture.emulator.issueToken(alice.userId);
    await send(toTestUser(fixture.emulator.endpoint, alice.userId, fresh.token));
  });

  it('end tokens soon', async () => {
    const socket = await connect(alice);
    const { expiresOn, token } = await fixture.emulator.fault('tokenAboutToExpire', {
      userId: alice.userId,
      inMs: 60_000,
    });
    const again = toTestUser(fixture.emulator.endpoint, alice.userId, token);
    expect(Math.abs(expiresOn.getTime() - fixture.emulator.clock.now() - 60_000)).toBeLessThan(2000);
    await send();
    await send(again);
    fixture.emulator.clock.advance(61_000);
    await vi.waitFor(() => expect(socket.isOpen).toBe(false));
    await expect(send()).rejects.toMatchObject({ statusCode: 401 });
    await expect(send(again)).rejects.toMatchObject({ statusCode: 401 });
  });

  it('lose pushes and drop sockets', async () => {
    const socket = await connect(bob);
    fixture.emulator.faults.push.loseNext(1, { userId: bob.userId });
    await send();
    const { id } = await send();
    await vi.waitFor(() => expect(socket.notifications).toMatchObject([{ messageId: id }]));
    expect(fixture.emulator.faults.dropSockets(bob.userId)).toBe(1);
    await vi.waitFor(() => expect(socket.isOpen).toBe(false));
  });
});
