import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatEvent } from '../../../src/emulator/events.js';
import { RawClient } from './raw-client.js';
import { type RealtimeHost, startRealtimeHost, tokenOf } from './realtime-host.js';
import { ALICE, BOB, SAMPLE_EVENTS } from './sample-events.js';

describe('the real-time channel', () => {
  let host: RealtimeHost;

  beforeEach(async () => {
    host = await startRealtimeHost();
  });

  afterEach(async () => {
    await host.stop();
  });

  const client = (userId: string, endpointId?: string) => new RawClient(host.url, userId, endpointId);
  const deliver = (version: number, recipients = [BOB]) => {
    const event: ChatEvent = { ...SAMPLE_EVENTS.typing, version: String(version) };
    host.channel.deliver({ event, recipients });
  };
  const versions = ({ notifications }: RawClient) =>
    notifications.map((body) => Number((body as { version: string }).version));
  const receives = (receiver: RawClient, expected: number[]) =>
    vi.waitFor(() => expect(versions(receiver)).toEqual(expected));
  /** All that was on its way has arrived: acknowledgements come in order with everything else. */
  const settles = async (receiver: RawClient, ackId: number) => {
    receiver.send(`5:${ackId}+::{"name":"ping"}`);
    await vi.waitFor(() => expect(receiver.received).toContainEqual({ type: 'ack', ackId, args: [] }));
  };

  describe('at allocation', () => {
    it('answers JSON with the port and slash that the client needs', async () => {
      const response = await client(BOB).requestAllocation();
      expect(response.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
      expect(await response.json()).toMatchObject({ socketio: `${host.url}/` });
    });

    it.each([
      ['no token', ''],
      ['nonsense', 'nonsense'],
      ['an expired token', tokenOf(BOB, new Date(Date.now() - 1000))],
    ])('turns %s away', async (_, token) => {
      const stranger = new RawClient(host.url, BOB, 'e1', token);
      expect((await stranger.requestAllocation()).status).toBe(401);
      expect((await stranger.requestHandshake()).status).toBe(401);
    });

    it('keeps the endpoint of a reconnecting client, even one of an earlier process', async () => {
      const bob = client(BOB);
      const { connectparams, surl } = await bob.allocate();

      await host.restart();

      const again = await bob.allocate({ ...connectparams, sig: 'from-elsewhere', v: 'v4' });
      expect(again.surl).toBe(surl);
      expect(again.connectparams['id']).toBe(connectparams['id']);
      bob.openSocket(await bob.shakeHands({ ...connectparams, sig: 'from-elsewhere' }));
      await vi.waitFor(() => expect(host.channel.sessions()).toHaveLength(1));
    });

    it.each([
      [undefined, 503],
      [429, 429],
    ])('refuses with status %s when told to', async (status, expected) => {
      host.channel.refuseConnections({ userId: BOB }, status);
      expect((await client(BOB).requestAllocation()).status).toBe(expected);
      expect((await client(BOB).requestHandshake()).status).toBe(expected);
      expect((await client(ALICE).requestAllocation()).status).toBe(200);

      host.channel.acceptConnections();
      expect((await client(BOB).requestAllocation()).status).toBe(200);
    });

    it('accepts one user while it refuses the others', async () => {
      host.channel.refuseConnections();
      host.channel.acceptConnections({ userId: BOB });
      expect((await client(BOB).requestAllocation()).status).toBe(200);
      expect((await client(ALICE).requestAllocation()).status).toBe(503);
    });
  });

  describe('at its other addresses', () => {
    it('offers both transports and a minute of silence', async () => {
      const response = await client(BOB).requestHandshake();
      expect(await response.text()).toMatch(/^[^:]+:60:60:websocket,xhr-polling$/);
    });

    it('says who it is', async () => {
      expect(await (await fetch(host.url)).text()).toBe('Trouter');
    });

    it('takes registrations from anybody, since a refusal would end the client', async () => {
      expect((await fetch(`${host.url}/v3/registrations`, { method: 'POST', body: '?' })).status).toBe(202);
      expect((await fetch(`${host.url}/v3/registrations/e1`, { method: 'DELETE' })).status).toBe(202);
    });

    it('leaves upgrades of other paths alone', async () => {
      const socket = client(BOB).openSocket('../../../elsewhere');
      await new Promise((resolve) => socket.once('close', resolve));
      expect(host.channel.sessions()).toEqual([]);
    });

    it('refuses a session id that it did not give', async () => {
      const bob = client(BOB);
      const socket = bob.openSocket('unknown');
      const [, response] = await new Promise<unknown[]>((resolve) => {
        socket.once('unexpected-response', (...args) => resolve(args));
      });
      expect(response).toMatchObject({ statusCode: 404 });
      expect(await bob.poll('unknown')).toMatchObject({ status: 404 });
      expect(await bob.post('unknown', '2::')).toBe(404);
    });

    it('lets a session id open one connection only', async () => {
      const bob = client(BOB);
      const sessionId = await bob.shakeHands();
      bob.openSocket(sessionId);
      await vi.waitFor(() => expect(host.channel.sessions()).toHaveLength(1));
      expect(await bob.poll(sessionId)).toMatchObject({ status: 404 });
    });
  });

  describe('delivering', () => {
    it('keeps a burst in order', async () => {
      const bob = await client(BOB).connect();
      const burst = Array.from({ length: 500 }, (_, index) => index);
      for (const version of burst) deliver(version);
      await receives(bob, burst);
    });

    it('reaches a client as soon as it is ready', async () => {
      const bob = client(BOB);
      bob.openSocket(await bob.shakeHands());
      await vi.waitUntil(() => host.channel.sessions().length === 1, { interval: 1 });
      deliver(1);
      await receives(bob, [1]);
      expect(bob.received.slice(0, 2)).toMatchObject([{ type: 'connect' }, { name: 'trouter.connected' }]);
    });

    it('names each recipient in the push to them', async () => {
      const [alice, bob] = [await client(ALICE).connect(), await client(BOB).connect()];
      deliver(1, [ALICE, BOB]);
      await vi.waitFor(() => expect(alice.notifications).toMatchObject([{ recipientMri: ALICE }]));
      await vi.waitFor(() => expect(bob.notifications).toMatchObject([{ recipientMri: BOB }]));
    });

    it('uses only the newest connection of an endpoint', async () => {
      const old = await client(BOB, 'same').connect();
      const recent = await client(BOB, 'same').connect();
      const other = await client(BOB, 'other').connect();
      deliver(1);
      await receives(recent, [1]);
      await receives(other, [1]);
      await settles(old, 1);
      expect(versions(old)).toEqual([]);

      recent.close();
      await vi.waitFor(() => expect(host.channel.sessions()).toHaveLength(2));
      deliver(2);
      await receives(old, [2]);
    });

    it.each([
      ['closes its socket', (bob: RawClient) => bob.close()],
      ['says goodbye', (bob: RawClient) => bob.send('0::')],
    ])('forgets a client that %s', async (_, leave) => {
      const bob = await client(BOB).connect();
      leave(bob);
      await vi.waitFor(() => expect(host.channel.sessions()).toEqual([]));
      await vi.waitFor(() => expect(bob.isOpen).toBe(false));
    });
  });

  describe('in trouble', () => {
    it('drops the sockets of one user', async () => {
      const [alice, bob] = [await client(ALICE).connect(), await client(BOB).connect()];
      expect(host.channel.dropSockets({ userId: BOB })).toBe(1);
      await vi.waitFor(() => expect(bob.isOpen).toBe(false));
      expect(alice.isOpen).toBe(true);
      expect(host.channel.sessions()).toEqual([
        { userId: ALICE, endpointId: alice.endpointId, transport: 'websocket' },
      ]);
    });

    it('leaves a frozen socket open and silent until it thaws', async () => {
      const [alice, bob] = [await client(ALICE).connect(), await client(BOB).connect()];
      host.channel.freezeSockets({ userId: BOB });
      bob.send('5:1+::{"name":"ping"}');
      deliver(1, [ALICE, BOB]);
      await receives(alice, [1]);
      await settles(alice, 1);

      host.channel.thawSockets({ userId: BOB });
      await settles(bob, 2);
      expect(bob.isOpen).toBe(true);
      expect(versions(bob)).toEqual([]);
      deliver(2);
      await receives(bob, [2]);
    });

    it('serves connections made after a freeze', async () => {
      await client(BOB, 'same').connect();
      host.channel.freezeSockets();
      const again = await client(BOB, 'same').connect();
      deliver(1);
      await receives(again, [1]);
    });

    it('spoils pushes as told', async () => {
      const bob = await client(BOB).connect();
      host.channel.pushFaults.loseNext(1);
      host.channel.pushFaults.duplicateNext(1);
      host.channel.pushFaults.reorderNext(2);
      for (const version of [1, 2, 3, 4, 5]) deliver(version);
      await receives(bob, [2, 2, 4, 3, 5]);
    });

    it('delays a push', async () => {
      const bob = await client(BOB).connect();
      host.channel.pushFaults.delayNext(1, 30, { userId: BOB });
      deliver(1);
      deliver(2);
      await receives(bob, [2, 1]);
    });

    it('closes everything and admits nobody once stopped', async () => {
      const bob = await client(BOB).connect();
      await host.channel.stop();
      await vi.waitFor(() => expect(bob.isOpen).toBe(false));
      expect(host.channel.sessions()).toEqual([]);
      expect((await bob.requestAllocation()).status).toBe(503);
    });
  });

  describe('over long polls', () => {
    const openPolling = async (bob = client(BOB)) => {
      const sessionId = await bob.shakeHands();
      const first = await bob.poll(sessionId);
      return { bob, sessionId, first };
    };

    it('opens with the first poll and delivers with the next ones', async () => {
      const { bob, sessionId, first } = await openPolling();
      expect(first.packets).toMatchObject([{ type: 'connect' }, { name: 'trouter.connected' }]);
      expect(host.channel.sessions()).toMatchObject([{ userId: BOB, transport: 'xhr-polling' }]);

      deliver(1);
      deliver(2);
      expect((await bob.poll(sessionId)).packets).toMatchObject([{ type: 'message' }, { type: 'message' }]);
      const waiting = bob.poll(sessionId);
      deliver(3);
      expect((await waiting).packets).toMatchObject([{ type: 'message' }]);
    });

    it('reads several packets of one POST', async () => {
      const { bob, sessionId } = await openPolling();
      const events = [1, 2].map((id) => `5:${id}+::{"name":"user.activity"}`);
      const payload = events.map((text) => `\ufffd${text.length}\ufffd${text}`).join('');
      expect(await bob.post(sessionId, payload)).toBe(200);
      expect((await bob.poll(sessionId)).packets).toEqual([
        { type: 'ack', ackId: 1, args: [] },
        { type: 'ack', ackId: 2, args: [] },
      ]);
    });

    it('ends with a goodbye', async () => {
      const { bob, sessionId } = await openPolling();
      expect(await bob.post(sessionId, '0::')).toBe(200);
      expect(host.channel.sessions()).toEqual([]);
    });

    it('fails an open poll when the connection is dropped', async () => {
      const { bob, sessionId } = await openPolling();
      const waiting = bob.poll(sessionId);
      await vi.waitFor(() => expect(host.requests.filter((line) => line.includes('xhr-polling'))).toHaveLength(2));
      expect(host.channel.dropSockets()).toBe(1);
      // Either the poll was waiting and is failed, or it arrives too late and is refused.
      expect((await waiting).status).toBeGreaterThanOrEqual(400);
      expect(await bob.poll(sessionId)).toMatchObject({ status: 404 });
    });

    it('ends when the client gives up a poll', async () => {
      const { bob, sessionId } = await openPolling();
      const gone = new AbortController();
      const waiting = bob.poll(sessionId, gone.signal);
      await vi.waitFor(() => expect(host.requests.filter((line) => line.includes('xhr-polling'))).toHaveLength(2));
      gone.abort();
      await expect(waiting).rejects.toThrow();
      await vi.waitFor(() => expect(host.channel.sessions()).toEqual([]));
    });

    it('answers neither polls nor POSTs while frozen', async () => {
      const { bob, sessionId } = await openPolling();
      host.channel.freezeSockets();
      const answered = vi.fn();
      const waiting = bob.poll(sessionId).finally(answered);
      const posting = bob.post(sessionId, '2::').finally(answered);
      await vi.waitFor(() => expect(host.requests.filter((line) => line.includes('xhr-polling'))).toHaveLength(3));
      deliver(1);
      expect(await (await fetch(host.url)).text()).toBe('Trouter');
      expect(answered).not.toHaveBeenCalled();

      host.channel.thawSockets();
      expect(await posting).toBe(200);
      deliver(2);
      expect((await waiting).packets).toMatchObject([{ type: 'message' }]);
    });
  });
});
