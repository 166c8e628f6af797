/**
 * The official client in a page of another origin. Here: each operation is one request and one preflight, lists over
 * several pages, and what a page gets to know about refusals. The suites imported below are those of Node; in this file
 * their clients live in the page.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreateChatThreadOptions } from '@azure/communication-chat';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/index.js';
import {
  all,
  createThread,
  startRestFixture,
  toParticipant,
  toTestUser,
  type RestFixture,
  type TestUser,
} from '../contract/rest/rest-fixture.js';
import { bundlePage } from '../helper/bundle-page.js';
import { launchChromium } from '../helper/chromium.js';
import { usePage } from './page-chat-client.js';
import type { PageError } from './rest-contract.page.js';
import '../contract/rest/messages.test.js';
import '../contract/rest/participants.test.js';
import '../contract/rest/rate-limits.test.js';
import '../contract/rest/receipts.test.js';
import '../contract/rest/scopes.test.js';
import '../contract/rest/threads.test.js';

vi.mock('@azure/communication-chat', async () => {
  const { PageChatClient } = await import('./page-chat-client.js');
  return { ChatClient: PageChatClient };
});

const PREFLIGHT_WAIT = { timeout: 10_000, interval: 20 };

let browser: Browser;
let site: Server;
let devtools: CDPSession;
/** The paths that the browser asked permission for. */
let preflights: string[] = [];

beforeAll(async () => {
  const script = await bundlePage(new URL('rest-contract.page.ts', import.meta.url));
  site = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
  const page = await browser.newPage();
  devtools = await page.context().newCDPSession(page);
  devtools.on('Network.requestWillBeSent', ({ initiator, request }) => {
    if (initiator.type === 'preflight') preflights.push(decodeURIComponent(new URL(request.url).pathname));
  });
  await devtools.send('Network.enable');
  // Permissions are remembered for minutes otherwise.
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  usePage(page);
});

afterAll(async () => {
  await browser.close();
  site.close();
  site.closeAllConnections();
});

describe('the official client in a page', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let bob: TestUser;
  let carla: TestUser;
  let threadId: string;
  let path: string;

  const setUp = async (options: EmulatorOptions) => {
    fixture = await startRestFixture(options);
    [alice, bob, carla] = await Promise.all([fixture.user(), fixture.user(), fixture.user()]);
    threadId = await createThread(alice, bob);
    path = `/chat/threads/${threadId}`;
  };

  afterEach(() => fixture.stop());

  const idOf = ({ userId }: TestUser) => ({ kind: 'communicationUser', communicationUserId: userId });
  const wireIdOf = ({ userId }: TestUser) => ({
    rawId: userId,
    kind: 'communicationUser',
    communicationUser: { id: userId },
  });
  const anyText = expect.any(String) as string;
  const read = async (user: TestUser, what: string) => (await user.request('GET', what)).body;
  const send = async (content = 'hi') => (await alice.thread(threadId).sendMessage({ content })).id;

  /** Does it, and makes sure that it took one request (or as many), each with the browser's question before it. */
  const during = async <T>(act: () => Promise<T>, method: string, path: string, status: number, times = 1) => {
    fixture.emulator.requests.clear();
    preflights = [];
    const result = await act();
    const seen = fixture.emulator.requests.list();
    expect(seen).toMatchObject(Array(times).fill({ method, path, status }));
    await vi.waitFor(() => expect(preflights).toEqual(Array(times).fill(path)), PREFLIGHT_WAIT);
    return result;
  };

  describe('makes one request to', () => {
    // Time that stands still can be compared. The service tells whole seconds.
    const now = new Date(Math.floor(Date.now() / 1000) * 1000);
    const wireNow = now.toISOString().replace('.000', '');

    beforeEach(() => setUp({ clock: { now: () => now.getTime() } }));

    it('create a thread', async () => {
      const options: CreateChatThreadOptions = {
        participants: [{ ...toParticipant(bob), displayName: 'Bob' }],
        metadata: { color: 'blue' },
        retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 60 },
        idempotencyToken: 'r1',
      };
      const create = () => alice.client.createChatThread({ topic: 'Dinner' }, options);
      const result = await during(create, 'POST', '/chat/threads', 201);
      expect(result).toEqual({
        chatThread: {
          id: expect.stringMatching(/^19:.+@thread\.v2$/),
          topic: 'Dinner',
          createdOn: now,
          createdBy: idOf(alice),
          metadata: options.metadata,
          retentionPolicy: options.retentionPolicy,
        },
      });
      expect(await create()).toEqual(result);
    });

    it('list threads', async () => {
      await send();
      const threads = await during(() => all(bob.client.listChatThreads()), 'GET', '/chat/threads', 200);
      expect(threads).toEqual([{ id: threadId, topic: 'Lunch', lastMessageReceivedOn: now }]);
    });

    it('get a thread', async () => {
      expect(await during(() => bob.thread(threadId).getProperties(), 'GET', path, 200)).toEqual({
        id: threadId,
        topic: 'Lunch',
        createdOn: now,
        createdBy: idOf(alice),
        retentionPolicy: { kind: 'none' },
      });
    });

    it('update a thread', async () => {
      const thread = bob.thread(threadId);
      await during(() => thread.updateTopic('Dinner'), 'PATCH', path, 204);
      await during(() => thread.updateProperties({ metadata: { a: '1' } }), 'PATCH', path, 204);
      expect(await read(alice, path)).toMatchObject({ topic: 'Dinner', metadata: { a: '1' } });
    });

    it('delete a thread', async () => {
      await during(() => alice.client.deleteChatThread(threadId), 'DELETE', path, 204);
      expect(await read(bob, '/chat/threads')).toEqual({ value: [] });
    });

    it('send a message', async () => {
      const options = { type: 'html', senderDisplayName: 'Alice', metadata: { nonce: 'n1' } } as const;
      const act = () => alice.thread(threadId).sendMessage({ content: '<b>é</b>' }, options);
      const result = await during(act, 'POST', `${path}/messages`, 201);
      expect(result).toEqual({ id: expect.stringMatching(/^\d+$/) });
      expect(await read(bob, `${path}/messages/${result.id}`)).toMatchObject({
        type: 'html',
        content: { message: '<b>é</b>' },
        senderDisplayName: 'Alice',
        senderCommunicationIdentifier: wireIdOf(alice),
        metadata: { nonce: 'n1' },
      });
    });

    it('list messages', async () => {
      const id = await send();
      const messages = await during(() => all(bob.thread(threadId).listMessages()), 'GET', `${path}/messages`, 200);
      expect(messages).toEqual([
        {
          id,
          type: 'text',
          sequenceId: '3',
          version: id,
          content: { message: 'hi', attachments: [] },
          senderDisplayName: '',
          createdOn: now,
          sender: idOf(alice),
        },
        {
          id: anyText,
          type: 'topicUpdated',
          sequenceId: '2',
          version: anyText,
          content: { topic: 'Lunch', initiator: idOf(alice) },
          createdOn: now,
        },
        {
          id: anyText,
          type: 'participantAdded',
          sequenceId: '1',
          version: anyText,
          content: {
            participants: [alice, bob].map((user) => ({ id: idOf(user), shareHistoryTime: new Date(0) })),
            initiator: idOf(alice),
          },
          createdOn: now,
        },
      ]);
    });

    it('get a message', async () => {
      const id = await send();
      const message = await during(() => bob.thread(threadId).getMessage(id), 'GET', `${path}/messages/${id}`, 200);
      expect(message).toEqual({
        id,
        type: 'text',
        sequenceId: '3',
        version: id,
        content: { message: 'hi', attachments: [] },
        senderDisplayName: '',
        createdOn: now,
        sender: idOf(alice),
      });
    });

    it('update a message', async () => {
      const id = await send();
      const change = { content: 'changed', metadata: { a: '1' } };
      const messagePath = `${path}/messages/${id}`;
      await during(() => alice.thread(threadId).updateMessage(id, change), 'PATCH', messagePath, 204);
      const message = (await read(bob, messagePath)) as { version: string };
      expect(message).toMatchObject({
        content: { message: 'changed' },
        metadata: { a: '1' },
        editedOn: wireNow,
      });
      expect(Number(message.version)).toBeGreaterThan(Number(id));
    });

    it('delete a message', async () => {
      const id = await send();
      const messagePath = `${path}/messages/${id}`;
      await during(() => alice.thread(threadId).deleteMessage(id), 'DELETE', messagePath, 204);
      expect(await read(bob, messagePath)).toMatchObject({
        content: { message: '' },
        deletedOn: wireNow,
      });
    });

    it('list participants', async () => {
      const list = () => all(bob.thread(threadId).listParticipants());
      expect(await during(list, 'GET', `${path}/participants`, 200)).toEqual(
        [alice, bob].map((user) => ({ id: idOf(user), shareHistoryTime: new Date(0) })),
      );
    });

    it('add participants', async () => {
      const shareHistoryTime = new Date('2026-01-02T03:04:05Z');
      const nobody = alice.userId.replace(/_.*/, '_00000000-0000-4000-8000-000000000000');
      const participants = [
        { ...toParticipant(carla), displayName: 'Carla', shareHistoryTime, metadata: { seat: '4' } },
        { id: { communicationUserId: nobody } },
      ];
      const add = () => alice.thread(threadId).addParticipants({ participants });
      const { invalidParticipants } = await during(add, 'POST', `${path}/participants/:add`, 201);
      expect(invalidParticipants).toMatchObject([{ target: nobody, code: '404', message: 'Not found' }]);
      const { value } = (await read(bob, `${path}/participants`)) as { value: unknown[] };
      expect(value).toHaveLength(3);
      expect(value[2]).toEqual({
        communicationIdentifier: wireIdOf(carla),
        displayName: 'Carla',
        shareHistoryTime: '2026-01-02T03:04:05Z',
        metadata: { seat: '4' },
      });
    });

    it('remove a participant', async () => {
      const remove = () => alice.thread(threadId).removeParticipant({ communicationUserId: bob.userId });
      await during(remove, 'POST', `${path}/participants/:remove`, 204);
      expect(await read(alice, `${path}/participants`)).toMatchObject({
        value: [{ communicationIdentifier: wireIdOf(alice) }],
      });
    });

    it('tell of typing', async () => {
      const type = () => bob.thread(threadId).sendTypingNotification({ senderDisplayName: 'Bob' });
      expect(await during(type, 'POST', `${path}/typing`, 200)).toBe(true);
    });

    it('send a receipt', async () => {
      const chatMessageId = await send();
      const tell = () => bob.thread(threadId).sendReadReceipt({ chatMessageId });
      await during(tell, 'POST', `${path}/readReceipts`, 200);
      expect(await read(alice, `${path}/readReceipts`)).toMatchObject({
        value: [{ chatMessageId, senderCommunicationIdentifier: wireIdOf(bob) }],
      });
    });

    it('list receipts', async () => {
      const chatMessageId = await send();
      await bob.thread(threadId).sendReadReceipt({ chatMessageId });
      const list = () => all(alice.thread(threadId).listReadReceipts());
      expect(await during(list, 'GET', `${path}/readReceipts`, 200)).toEqual([
        { chatMessageId, sender: idOf(bob), readOn: now },
      ]);
    });
  });

  describe('makes one request for each page of', () => {
    beforeEach(() => setUp({ rateLimits: false }));

    async function pagesOf<T>(list: { byPage(): AsyncIterable<T[]> }): Promise<T[][]> {
      return all(list.byPage());
    }

    it('threads', async () => {
      const ids = [threadId];
      for (let count = 0; count < 4; count += 1) {
        fixture.emulator.clock.advance(1000);
        ids.unshift(await createThread(alice));
      }
      const list = () => pagesOf(alice.client.listChatThreads({ maxPageSize: 2 }));
      const pages = await during(list, 'GET', '/chat/threads', 200, 3);
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    });

    it('messages', async () => {
      const ids: string[] = [];
      for (let count = 0; count < 3; count += 1) ids.unshift(await send());
      const list = () => pagesOf(bob.thread(threadId).listMessages({ maxPageSize: 2 }));
      const pages = await during(list, 'GET', `${path}/messages`, 200, 3);
      expect(pages.map((page) => page.map(({ sequenceId }) => sequenceId))).toEqual([['5', '4'], ['3', '2'], ['1']]);
      expect(pages.flat().map(({ id }) => id)).toEqual([...ids, anyText, anyText]);
    });

    it('participants', async () => {
      const more = await Promise.all([fixture.user(), fixture.user()]);
      const everybody = [alice, bob, carla, ...more];
      await alice.thread(threadId).addParticipants({ participants: everybody.slice(2).map(toParticipant) });
      const list = () => pagesOf(bob.thread(threadId).listParticipants({ maxPageSize: 2 }));
      const pages = await during(list, 'GET', `${path}/participants`, 200, 3);
      const ids = everybody.map(idOf);
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    });

    it('receipts', async () => {
      await alice.thread(threadId).addParticipants({ participants: [toParticipant(carla)] });
      const chatMessageId = await send();
      const readers = [alice, bob, carla];
      for (const user of readers) await user.thread(threadId).sendReadReceipt({ chatMessageId });
      const list = () => pagesOf(alice.thread(threadId).listReadReceipts({ maxPageSize: 1 }));
      const pages = await during(list, 'GET', `${path}/readReceipts`, 200, 3);
      expect(pages.map((page) => page.length)).toEqual([1, 1, 1]);
      expect(new Set(pages.flat().map(({ sender }) => sender))).toEqual(new Set(readers.map(idOf)));
    });
  });

  describe('learns from one request that', () => {
    beforeEach(() => setUp({}));

    /** How it fails, as the page sees it. */
    const failureOf = async (act: () => Promise<unknown>): Promise<PageError> => {
      const failed = await act().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failed).toMatchObject({ name: 'RestError' });
      return failed as PageError;
    };
    const refused = (act: () => Promise<unknown>, method: string, path: string, status: number) =>
      during(() => failureOf(act), method, path, status);

    it('its token is no good', async () => {
      const [header, payload] = alice.token.split('.');
      const impostor = toTestUser(fixture.emulator.endpoint, alice.userId, `${header}.${payload}.AAAA`);
      const error = await refused(() => impostor.thread(threadId).getProperties(), 'GET', path, 401);
      expect(error).toMatchObject({ statusCode: 401, code: 'Unauthorized', headers: { 'www-authenticate': 'Bearer' } });
      expect(JSON.stringify([error, error.message])).not.toContain(payload);
    });

    it('its token has ended', async () => {
      fixture.emulator.clock.advance(24 * 3_600_000);
      const error = await refused(() => alice.client.listChatThreads().next(), 'GET', '/chat/threads', 401);
      expect(error).toMatchObject({ statusCode: 401, code: 'Unauthorized' });
    });

    it('it is not in the thread', async () => {
      const forbidden = { statusCode: 403, code: 'Forbidden', details: { error: { code: 'Forbidden' } } };
      const thread = carla.thread(threadId);
      expect(await refused(() => thread.getProperties(), 'GET', path, 403)).toMatchObject(forbidden);
      const act = () => thread.sendMessage({ content: 'x' });
      expect(await refused(act, 'POST', `${path}/messages`, 403)).toMatchObject(forbidden);
      const list = () => all(thread.listMessages());
      expect(await refused(list, 'GET', `${path}/messages`, 403)).toMatchObject(forbidden);
    });

    it('there is no such thread', async () => {
      const nowhere = '19:acsV1_none1@thread.v2';
      const act = () => alice.thread(nowhere).sendMessage({ content: 'x' });
      const error = await refused(act, 'POST', `/chat/threads/${nowhere}/messages`, 404);
      expect(error).toMatchObject({ statusCode: 404, code: 'NotFound' });
      expect(error.message).not.toBe('');
    });

    it('there is no such message', async () => {
      const error = await refused(() => bob.thread(threadId).getMessage('5'), 'GET', `${path}/messages/5`, 404);
      expect(error).toMatchObject({ statusCode: 404, code: 'NotFound' });
    });

    it('it is too fast, and when to come back', async () => {
      for (let count = 0; count < 10; count += 1) await send();
      const error = await refused(send, 'POST', `${path}/messages`, 429);
      expect(error).toMatchObject({ statusCode: 429, code: 'TooManyRequests' });
      const wait = Number(error.headers?.['retry-after']);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(10);
      fixture.emulator.clock.advance(wait * 1000);
      await during(send, 'POST', `${path}/messages`, 201);
    });

    it('a message is too large', async () => {
      const atLimit = 'é'.repeat(14 * 1024);
      await during(() => send(atLimit), 'POST', `${path}/messages`, 201);
      const error = await refused(() => send(`${atLimit}x`), 'POST', `${path}/messages`, 400);
      expect(error).toMatchObject({
        statusCode: 400,
        code: 'BadRequest',
        details: { body: { error: { target: 'content' } } },
      });
    });

    it('there are too many participants for a call', async () => {
      const crowd = Array.from({ length: 201 }, (_, index) => ({
        id: { communicationUserId: `${alice.userId}${index}` },
      }));
      const act = () => alice.thread(threadId).addParticipants({ participants: crowd });
      const error = await refused(act, 'POST', `${path}/participants/:add`, 400);
      // The client knows only one of the two error bodies of the service.
      expect(error).toMatchObject({ statusCode: 400, code: undefined });
      expect(JSON.parse(error.message)).toEqual({ CommunicationError: { Code: 'BadRequest', Details: [] } });
    });

    it('a page is too large', async () => {
      const act = () => all(bob.thread(threadId).listMessages({ maxPageSize: 201 }));
      const error = await refused(act, 'GET', `${path}/messages`, 400);
      expect(error).toMatchObject({ statusCode: 400, details: { body: { error: { target: 'maxPageSize' } } } });
    });
  });
});
