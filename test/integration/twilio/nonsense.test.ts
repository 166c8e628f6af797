import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../../src/emulator/index.js';
import type { Client, Conversation, RethreadOptions } from '../../../src/index.js';
import { FastClock } from '../../helper/fast-clock.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

type Item = Record<string, unknown>;

const THREADS = /\/chat\/threads$/;
const MESSAGES = /\/messages$/;

// An uncaught error or unhandled rejection fails the run: that is part of what is tested here.
describe('a service that answers nonsense', () => {
  const clock = new FastClock();
  let world: TwilioWorld;
  let alice: Client;
  let his: Conversation;
  let received: string[];
  let warnings: string[];
  let elsewhere: Server;
  let askedElsewhere: string[];

  beforeEach(async () => {
    clock.install();
    world = await TwilioWorld.start();
    [received, warnings, askedElsewhere] = [[], [], []];
    elsewhere = createServer((request, response) => {
      askedElsewhere.push(request.url!);
      response.end('{"value":[]}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await clock.during(world.stop());
    clock.uninstall();
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  async function meet(realtime: NonNullable<RethreadOptions['realtime']>): Promise<void> {
    const ignore = (): void => undefined;
    const logger = { debug: ignore, info: ignore, warn: (line: string) => warnings.push(line), error: ignore };
    alice = await world.client('alice', { rethread: { realtime, logger } });
    const bob = await world.client('bob', { rethread: { realtime: 'polling' } });
    [, his] = (await world.conversation(alice, bob)) as [Conversation, Conversation];
    alice.on('messageAdded', ({ body }) => received.push(body!));
  }

  const userId = () => world.user('alice').userId;
  const hasReceived = (count: number) => () => received.length >= count;
  const say = (text: string) => clock.during(his.sendMessage(text));

  /** The next answers to Alice are this; her transport polls, so it is not long until then. */
  const garble = (path: RegExp, action: FaultAction, times = 3) =>
    world.emulator.faults.add({ ...action, method: 'GET', path, userId: userId(), times });
  const asJson = (value: unknown): FaultAction => ({ kind: 'garble', body: JSON.stringify(value) });

  const NONSENSE: [what: string, action: () => FaultAction][] = [
    ['no JSON', () => ({ kind: 'garble', body: 'out of order' })],
    ['nothing', () => ({ kind: 'garble', body: '' })],
    ['half of it', () => ({ kind: 'truncate' })],
    ['a page', () => ({ kind: 'garble', body: '<html></html>', contentType: 'text/html' })],
    ['JSON of another type', () => ({ kind: 'garble', body: '{"value":[]}', contentType: 'application/octet-stream' })],
    ['null', () => asJson(null)],
    ['an empty object', () => asJson({})],
    ['a list of numbers', () => asJson([1, 2])],
    [
      'a link to another host, and nothing else',
      () =>
        asJson({ value: 7, nextLink: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/chat/threads` }),
    ],
  ];

  it.each(NONSENSE)('to a poll: %s. One warning, and the next poll finds what is new', async (_, action) => {
    await clock.during(meet('polling'));
    const fault = garble(THREADS, action());
    await say('hello');
    await clock.until(() => fault.remaining === 0);
    await clock.until(hasReceived(1));
    expect([received, warnings.length, askedElsewhere]).toEqual([['hello'], 1, []]);
  });

  it.each(NONSENSE)('for messages: %s. One warning, and the next look finds what is new', async (_, action) => {
    await clock.during(meet('polling'));
    const fault = garble(MESSAGES, action());
    await say('hello');
    await clock.until(() => fault.remaining === 0);
    await clock.until(hasReceived(1));
    expect([received, warnings.length, askedElsewhere]).toEqual([['hello'], 1, []]);
  });

  it('a list that goes on at another host: no token leaves', async () => {
    await clock.during(meet('polling'));
    const { port } = elsewhere.address() as AddressInfo;
    const fault = garble(MESSAGES, asJson({ value: [], nextLink: `http://127.0.0.1:${port}/steal` }));
    await say('hello');
    await clock.until(() => fault.remaining === 0);
    await clock.until(hasReceived(1));
    expect([received, warnings.length, askedElsewhere]).toEqual([['hello'], 1, []]);
  });

  const DISTORTIONS: [what: string, distort: (items: Item[]) => Item[]][] = [
    ['in the wrong order', (items) => items.reverse()],
    ['with one version for all', (items) => items.map((item) => ({ ...item, version: items[0]!['version'] }))],
    ['with versions before their ids', (items) => items.map((item) => ({ ...item, version: '1' }))],
    ['without versions', (items) => items.map(({ version: _, ...item }) => item)],
    ['without ids', (items) => items.map(({ id: _, ...item }) => item)],
    ['each twice', (items) => [...items, ...items]],
  ];

  it.each(DISTORTIONS)('messages %s: each is told once, and everything is right in the end', async (_, distort) => {
    await clock.during(meet('polling'));
    await say('first');
    await clock.until(hasReceived(1));
    const texts = ['one', 'two', 'three'];
    // Nothing may look at them before the answer is distorted.
    const block = garble(THREADS, { kind: 'answer', status: 503 }, Infinity);
    for (const text of texts) await say(text);
    const { token } = world.user('alice');
    const path = `/chat/threads/${encodeURIComponent(his.sid)}/messages?api-version=2025-03-15`;
    const headers = { Authorization: `Bearer ${token}` };
    const honest = await clock.during(fetch(world.emulator.endpoint + path, { headers }));
    const { value } = (await honest.json()) as { value: Item[] };
    const fault = garble(MESSAGES, asJson({ value: distort(value) }), 1);
    block.remove();

    await clock.until(() => fault.remaining === 0);
    await say('last');
    await clock.until(() => received.includes('last'));
    const expected = ['first', ...texts, 'last'];
    expect([...received].sort()).toEqual([...expected].sort());
    const conversation = await clock.during(alice.getConversationBySid(his.sid));
    const { items } = await clock.during(conversation.getMessages());
    expect(items.map(({ body }) => body)).toEqual(expected);
  });

  it('to those who listen: what was pushed and made no sense is found a minute later, with one warning', async () => {
    await clock.during(meet('push'));
    const [threadId, recipientMri] = [his.sid, userId()];
    const bodies: unknown[] = [
      'out of order',
      '',
      'null',
      '[]',
      '{}',
      { eventId: 200 },
      { eventId: 'two hundred' },
      { eventId: 200, senderId: 7, recipientMri, groupId: threadId },
      { eventId: 200, senderId: recipientMri, recipientMri, groupId: threadId, version: {}, messageBody: 'no id' },
      { eventId: 258, threadId, properties: '%', editedBy: '{' },
      { eventId: 260, threadId, participantsAdded: '[null]', addedBy: '7', time: 'noon' },
    ];
    // The list of threads tells seconds: what happens in the second of something seen does not show there.
    await clock.pass(3_000);
    for (const body of bodies) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      world.emulator.faults.push.garbleNext(1, text, { userId: userId() });
    }
    const texts = bodies.map((_, position) => `message ${position}`);
    for (const text of texts) await say(text);
    expect(received).toEqual([]);
    await clock.until(() => warnings.length > 0);
    expect([received, warnings.length]).toEqual([texts, 1]);

    await say('and now?');
    await clock.until(hasReceived(texts.length + 1), 30_000);
  });
});
