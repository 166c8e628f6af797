import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatEvent } from '../../src/emulator/events.js';
import type { SessionTransport } from '../../src/emulator/realtime/index.js';
import { EXPECTED_EVENTS as EXPECTED } from '../contract/realtime/expected-events.js';
import { type RealtimeHost, startRealtimeHost, tokenOf } from '../contract/realtime/realtime-host.js';
import { ALICE, BOB, SAMPLE_EVENTS } from '../contract/realtime/sample-events.js';
import { bundlePage } from '../helper/bundle-page.js';
import { launchChromium } from '../helper/chromium.js';
import type { ContractPage } from './realtime-contract.page.js';

declare const contract: ContractPage;

const WAIT = { timeout: 20_000, interval: 50 };
const KINDS = Object.keys(SAMPLE_EVENTS) as ChatEvent['kind'][];

describe('the official chat client in a browser', () => {
  let browser: Browser;
  let site: Server;
  let siteUrl: string;
  let host: RealtimeHost;
  let page: Page;

  beforeAll(async () => {
    const script = await bundlePage(new URL('realtime-contract.page.ts', import.meta.url));
    site = createServer((request, response) => {
      const isScript = request.url === '/page.js';
      response.setHeader('Content-Type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
      response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    site.close();
    site.closeAllConnections();
  });

  beforeEach(async () => {
    host = await startRealtimeHost();
    page = await browser.newPage();
  });

  afterEach(async () => {
    await page.close();
    await host.stop();
  });

  const start = (name: string, userId: string) =>
    page.evaluate(([n, endpoint, token]) => contract.start(n, endpoint, token), [
      name,
      host.url,
      tokenOf(userId),
    ] as const);
  const stop = (name: string) => page.evaluate((n) => contract.stop(n), name);
  const state = (name: string) => page.evaluate((n) => contract.state(n), name);
  const deliver = (kind: ChatEvent['kind'], recipients = [BOB]) =>
    host.channel.deliver({ event: SAMPLE_EVENTS[kind], recipients });
  const becomesConnected = (name: string, times = 1) =>
    vi.waitFor(async () => expect(await state(name)).toMatchObject({ connects: times }), WAIT);
  const receives = (name: string, expected: unknown[]) =>
    vi.waitFor(async () => expect((await state(name)).received).toEqual(expected), WAIT);

  describe.each<{ transport: SessionTransport; initScript: string }>([
    { transport: 'websocket', initScript: '' },
    { transport: 'xhr-polling', initScript: 'delete globalThis.WebSocket' },
  ])('over $transport', ({ transport, initScript }) => {
    beforeEach(async () => {
      await page.addInitScript(initScript);
      await page.goto(siteUrl);
    });

    it('receives all ten events, in order and with their fields', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');
      expect(host.channel.sessions()).toMatchObject([{ userId: BOB, transport }]);

      for (const kind of KINDS) deliver(kind);

      await receives(
        'bob',
        KINDS.map((kind) => EXPECTED[kind]),
      );
    });

    it('is back at once, as the same endpoint, when its connection is dropped', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');
      const [before] = host.channel.sessions();

      expect(host.channel.dropSockets({ userId: BOB })).toBe(1);

      await becomesConnected('bob', 2);
      expect(await state('bob')).toMatchObject({ disconnects: 1 });
      expect(host.channel.sessions()).toEqual([before]);
      deliver('typing');
      await receives('bob', [EXPECTED.typing]);
    });

    it('unregisters and leaves no session behind when stopped', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');
      const [session] = host.channel.sessions();
      await vi.waitFor(() => expect(host.requests).toContain('POST /v3/registrations'), WAIT);

      await stop('bob');

      const deletion = `DELETE /v3/registrations/${session!.endpointId}`;
      await vi.waitFor(() => expect(host.requests).toContain(deletion), WAIT);
      await vi.waitFor(() => expect(host.channel.sessions()).toEqual([]), WAIT);
    });
  });

  describe('whatever the transport', () => {
    let acknowledgements: string[];

    beforeEach(async () => {
      acknowledgements = [];
      page.on('websocket', (webSocket) =>
        webSocket.on('framereceived', ({ payload }) => {
          if (payload.toString().startsWith('6:::')) acknowledgements.push(payload.toString());
        }),
      );
      await page.clock.install();
      await page.goto(siteUrl);
    });

    const acknowledges = (count: number) =>
      vi.waitFor(() => expect(acknowledgements.length).toBeGreaterThanOrEqual(count), WAIT);

    it('receives on both clients of one user', async () => {
      await start('first', BOB);
      await start('second', BOB);
      await becomesConnected('first');
      await becomesConnected('second');

      deliver('messageReceived');

      await receives('first', [EXPECTED.messageReceived]);
      await receives('second', [EXPECTED.messageReceived]);
    });

    it('receives only what is addressed to its user', async () => {
      await start('alice', ALICE);
      await start('bob', BOB);
      await becomesConnected('alice');
      await becomesConnected('bob');

      deliver('threadUpdated', [ALICE]);
      deliver('threadDeleted', [ALICE, BOB]);

      await receives('alice', [EXPECTED.threadUpdated, EXPECTED.threadDeleted]);
      await receives('bob', [EXPECTED.threadDeleted]);
    });

    it('learns that a policy deleted a thread', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');

      const { deletedBy: _, ...byPolicy } = SAMPLE_EVENTS.threadDeleted;
      host.channel.deliver({ event: byPolicy, recipients: [BOB] });

      const event = { ...(EXPECTED.threadDeleted.event as object), deletedBy: null, reason: 'deletedByPolicy' };
      await receives('bob', [{ name: 'chatThreadDeleted', event }]);
    });

    it('comes back to a server that has forgotten it', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');

      await host.restart();

      await becomesConnected('bob', 2);
      deliver('readReceipt');
      await receives('bob', [EXPECTED.readReceipt]);
    });

    it('comes back when connections are accepted again', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');
      host.channel.refuseConnections({ userId: BOB });
      const before = host.requests.length;
      host.channel.dropSockets();
      await vi.waitFor(() => expect(host.requests.slice(before)).toContain('POST /v4/a'), WAIT);
      expect(host.channel.sessions()).toEqual([]);

      host.channel.acceptConnections({ userId: BOB });

      await becomesConnected('bob', 2);
    });

    it('keeps its connection, because its reports and pings are acknowledged', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');
      await acknowledges(1);
      deliver('typing');
      await acknowledges(2);

      // It gives a report 10 s and a ping, which follows a notification, 5 s; its next report is due after 10 s.
      await page.clock.fastForward(12_000);

      await acknowledges(3);
      expect(await state('bob')).toMatchObject({ connects: 1, disconnects: 0 });
    });

    it('gives up a frozen connection for a new one', async () => {
      await start('bob', BOB);
      await becomesConnected('bob');
      host.channel.freezeSockets({ userId: BOB });
      deliver('messageReceived');

      await page.clock.fastForward(41_000);
      await page.clock.runFor(6_000);

      await becomesConnected('bob', 2);
      deliver('messageEdited');
      await receives('bob', [EXPECTED.messageEdited]);
    });
  });
});
