import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KandyClient } from '../../../src/kandy/index.js';
import { KandyRecorder, KandyWorld, subscribed, textsOf } from '../../helper/kandy-world.js';
import { PATIENCE } from '../../helper/next-event.js';

const type = 'chat-oneToOne';
const toBob = { destination: ['bob@x.com'], type };
const toAlice = { destination: ['alice@x.com'], type };
const messageId = expect.stringMatching(/^\d+$/) as string;

let world: KandyWorld;
let alice: KandyClient;
let bob: KandyClient;
let hers: KandyRecorder;
let his: KandyRecorder;

const seen = (check: () => void) => vi.waitFor(check, PATIENCE);

beforeEach(async () => {
  world = await KandyWorld.start();
  alice = world.create();
  hers = new KandyRecorder(alice);
  bob = await world.client('bob@x.com');
  his = new KandyRecorder(bob);
  alice.setTokens(world.tokens('alice@x.com'));
});
afterEach(() => world.stop());

describe('the golden trace of the basic chat', () => {
  it('K0-6 K0-8 K0-18 K0-19 event by event', async () => {
    const pending: boolean[] = [];
    alice.on('subscription:change', () => pending.push(alice.services.getSubscriptions().isPending));
    await subscribed(alice);
    await seen(() => expect(pending).toEqual([true, false]));
    expect(hers.told).toEqual([
      ['subscription:change', {}],
      ['subscription:change', {}],
    ]);

    hers.clear();
    const conversation = alice.conversation.create(['Bob@x.com'], { type });
    expect(conversation.destination).toEqual(['bob@x.com']);
    expect(hers.told).toEqual([]);
    await seen(() => expect(hers.told).toEqual([['conversations:new', toBob]]));

    hers.clear();
    conversation.createMessage('hello 1').send();
    await seen(() => expect(hers.told).toEqual([['messages:change', { ...toBob, messageId, sender: 'alice@x.com' }]]));
    await seen(() => expect(his.told).toEqual([['conversations:change', { ...toAlice, messageId }]]));
    expect(textsOf(bob, 'alice@x.com')).toEqual(['hello 1']);

    hers.clear();
    his.clear();
    conversation.createMessage('hello 2').send();
    await seen(() => expect(hers.told).toEqual([['messages:change', { ...toBob, messageId, sender: 'alice@x.com' }]]));
    await seen(() => expect(his.told).toEqual([['messages:change', { ...toAlice, messageId }]]));

    hers.clear();
    his.clear();
    bob.conversation.get('alice@x.com', { type })?.createMessage('reply').send();
    await seen(() => expect(his.told).toEqual([['messages:change', { ...toAlice, messageId, sender: 'bob@x.com' }]]));
    await seen(() => expect(hers.told).toEqual([['messages:change', { ...toBob, messageId }]]));
    expect(textsOf(alice, 'bob@x.com')).toEqual(['hello 1', 'hello 2', 'reply']);
    expect(textsOf(bob, 'alice@x.com')).toEqual(['hello 1', 'hello 2', 'reply']);
  });

  it('two sends at once: one event for each, and the last message at each event is another one', async () => {
    await subscribed(alice);
    const lastOf = (client: KandyClient, id: string) => textsOf(client, id).at(-1);
    const lines: string[] = [];
    alice.on('messages:change', () => lines.push(`alice ${lastOf(alice, 'bob@x.com')}`));
    bob.on('conversations:change', () => lines.push(`bob ${lastOf(bob, 'alice@x.com')}`));
    bob.on('messages:change', () => lines.push(`bob ${lastOf(bob, 'alice@x.com')}`));
    const conversation = alice.conversation.create('bob@x.com');
    for (const text of ['one', 'two', 'three', 'four', 'five']) conversation.createMessage(text).send();
    await seen(() => expect(lines).toHaveLength(10));
    for (const name of ['alice', 'bob'])
      expect(lines.filter((line) => line.startsWith(name))).toEqual(
        ['one', 'two', 'three', 'four', 'five'].map((text) => `${name} ${text}`),
      );
  });

  it('typing is told on both sides', async () => {
    await subscribed(alice);
    const conversation = alice.conversation.create('bob@x.com');
    conversation.createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    hers.clear();
    his.clear();
    conversation.setIsTyping(true);
    const active = { type, sender: 'alice@x.com', state: 'active' };
    await seen(() => expect(his.told).toEqual([['isTypingList:change', { ...active, destination: ['alice@x.com'] }]]));
    expect(hers.told).toEqual([['isTypingList:change', { ...active, destination: ['bob@x.com'] }]]);
    expect(conversation.isTypingList).toEqual(['alice@x.com']);
    expect(bob.conversation.get('alice@x.com')?.isTypingList).toEqual(['alice@x.com']);
  });
});

describe('the golden trace of a file', () => {
  it('K1-2 K1-9 K1-10 K1-12 event by event', async () => {
    await subscribed(alice);
    hers.clear();
    const message = alice.conversation.create('bob@x.com').createMessage('hello 1');
    message.addPart({ type: 'file', file: new File(['picture'], 'pic.png', { type: 'image/png' }) });
    message.send();
    await seen(() =>
      expect(hers.told).toEqual([
        ['conversations:new', toBob],
        ['messages:change', { ...toBob, messageId, sender: 'alice@x.com' }],
      ]),
    );
    await seen(() => expect(his.told).toEqual([['conversations:change', { ...toAlice, messageId }]]));
    for (const [client, recorder, key] of [
      [alice, hers, toBob],
      [bob, his, toAlice],
    ] as const) {
      recorder.clear();
      const [before] = client.conversation.get(key.destination)!.getMessages();
      expect(before!.parts).toEqual([
        { type: 'text', text: 'hello 1' },
        { type: 'file', name: 'pic.png', size: 7, rawURL: expect.stringMatching(/^urn:[\w:-]+$/) as string },
      ]);
      before!.createImageLinks();
      before!.createImageLinks();
      expect(client.conversation.get(key.destination)!.getMessages()[0]!.isFetchingLinks).toBe(true);
      await seen(() => expect(recorder.told).toEqual([['messages:change', key]]));
      const [after] = client.conversation.get(key.destination)!.getMessages();
      expect(after!.isFetchingLinks).toBe(false);
      expect(after!.parts[1]).toMatchObject({ url: expect.stringMatching(/^blob:/) as string });
    }
  });
});
