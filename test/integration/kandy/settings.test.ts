import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configure, type KandyClient } from '../../../src/kandy/index.js';
import { KandyRecorder, KandyWorld, textsOf } from '../../helper/kandy-world.js';
import { PATIENCE } from '../../helper/next-event.js';

let world: KandyWorld;
const seen = (check: () => void) => vi.waitFor(check, PATIENCE);

async function sendFrom(client: KandyClient): Promise<void> {
  client.conversation.create('bob@x.com').createMessage('hello').send();
  await seen(() => expect(client.conversation.get('bob@x.com')!.getMessages()).toHaveLength(1));
}

beforeEach(async () => {
  world = await KandyWorld.start();
});
afterEach(() => world.stop());

describe('settings', () => {
  it('§1.7 K1-5 K1-6 compat multimedia-4.25: type chat, and messages:change for the first message', async () => {
    const compat = 'multimedia-4.25';
    const [alice, bob] = await Promise.all([
      world.client('alice@x.com', { compat }),
      world.client('bob@x.com', { compat }),
    ]);
    const his = new KandyRecorder(bob);
    await sendFrom(alice);
    await seen(() => expect(his.told).toHaveLength(1));
    const [change] = his.of('messages:change');
    expect(change).toMatchObject({ destination: ['alice@x.com'], type: 'chat' });
    expect(bob.conversation.get(change!.destination, { type: change!.type })!.type).toBe('chat');
    expect(textsOf(bob, 'alice@x.com', 'chat')).toEqual(['hello']);
  });

  it('§1.7 a setting of its own goes before the preset', async () => {
    const bob = await world.client('bob@x.com', { compat: 'multimedia-4.25', oneToOneTypeName: 'im' });
    const his = new KandyRecorder(bob);
    await sendFrom(await world.client('alice@x.com'));
    await seen(() => expect(his.of('messages:change')[0]).toMatchObject({ type: 'im' }));
  });

  it('§1.7 firstMessageEvent auto: conversations:change where somebody listens to it', async () => {
    const [deaf, listening] = await Promise.all([
      world.client('bob@x.com', { firstMessageEvent: 'auto' }),
      world.client('bob@x.com', { firstMessageEvent: 'auto' }),
    ]);
    listening.on('conversations:change', () => undefined);
    const [first, second] = [new KandyRecorder(deaf), new KandyRecorder(listening)];
    await sendFrom(await world.client('alice@x.com'));
    await seen(() => expect(first.types).toEqual(['messages:change']));
    await seen(() => expect(second.types).toEqual(['conversations:change']));
  });

  it('configure and the global rethreadOptions, below what the client is given itself', async () => {
    const page = globalThis as { rethreadOptions?: unknown };
    page.rethreadOptions = { kandy: { oneToOneTypeName: 'page' } };
    expect(world.create().conversation.create('bob@x.com').type).toBe('page');
    configure({ oneToOneTypeName: 'configured' });
    expect(world.create().conversation.create('bob@x.com').type).toBe('configured');
    expect(world.create({ oneToOneTypeName: 'own' }).conversation.create('bob@x.com').type).toBe('own');
    configure({ oneToOneTypeName: undefined });
    delete page.rethreadOptions;
    await Promise.resolve();
    expect(() => configure(7 as never)).toThrow('unable to configure');
  });
});

describe('directories', () => {
  it('ids of users are matched without case, also those that the directory spells otherwise', async () => {
    const identities = {
      'Alice@X.com': world.user('alice@x.com').userId,
      'BOB@x.com': world.user('bob@x.com').userId,
    };
    const [alice, bob] = await Promise.all([
      world.client('alice@x.com', { identities }),
      world.client('bob@x.com', { identities }),
    ]);
    const his = new KandyRecorder(bob);
    await sendFrom(alice);
    await seen(() => expect(his.of('conversations:change')[0]).toMatchObject({ destination: ['alice@x.com'] }));
    expect(alice.conversation.get('bob@x.com')!.getMessages()[0]!.sender).toBe('alice@x.com');
  });

  it('functions that tell upper from lower case are asked for both', async () => {
    const { userId } = world.user('bob@x.com');
    const userIdOf = vi.fn((name: string) => (name === 'Bob@X.com' ? userId : undefined));
    const alice = await world.client('alice@x.com', { identities: { userIdOf, identitiesOf: () => ({}) } });
    const bob = await world.client('bob@x.com');
    alice.conversation.create('Bob@X.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    expect(userIdOf.mock.calls.map(([name]) => name)).toEqual(['bob@x.com', 'Bob@X.com']);
  });

  it('an id of Azure stands for itself, case and all, and is the same conversation as the name', async () => {
    const { userId } = world.user('bob@x.com');
    const alice = await world.client('alice@x.com');
    const bob = await world.client('bob@x.com');
    const conversation = alice.conversation.create(userId);
    expect(conversation.destination).toEqual([userId]);
    conversation.createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    bob.conversation.get('alice@x.com')!.createMessage('hello yourself').send();
    await seen(() => expect(textsOf(alice, userId)).toEqual(['hello', 'hello yourself']));
    expect(alice.conversation.getAll()).toHaveLength(1);
  });

  it('a directory that is slow: nothing is lost, and the order stays', async () => {
    const { userId } = world.user('alice@x.com');
    let answer: (names: Record<string, string>) => void = () => undefined;
    const identitiesOf = vi.fn(() => new Promise<Record<string, string>>((resolve) => (answer = resolve)));
    const identities = { identitiesOf, userIdOf: () => undefined };
    const bob = world.create({ identities, identity: 'bob@x.com' });
    bob.setTokens(world.tokens('bob@x.com'));
    bob.services.subscribe('chat');
    await seen(() => expect(bob.services.getSubscriptions().subscribed).toEqual(['chat']));
    const his = new KandyRecorder(bob);
    const alice = await world.client('alice@x.com');
    for (const text of ['one', 'two']) alice.conversation.create('bob@x.com').createMessage(text).send();
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['one', 'two']));
    await seen(() => expect(identitiesOf).toHaveBeenCalled());
    expect(his.told).toEqual([]);
    answer({ [userId]: 'Alice@x.com' });
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['one', 'two']));
    expect(his.types).toEqual(['conversations:change', 'messages:change']);
  });

  it('a directory that fails or answers nonsense: the Azure id is shown, and sending is refused', async () => {
    const { userId } = world.user('alice@x.com');
    const identities = {
      identitiesOf: () => Promise.reject(new Error('secret of the directory')),
      userIdOf: () => 'no user id',
    };
    const bob = await world.client('bob@x.com', { identities, identity: 'bob@x.com' });
    const his = new KandyRecorder(bob);
    await sendFrom(await world.client('alice@x.com'));
    await seen(() => expect(his.of('conversations:change')[0]).toMatchObject({ destination: [userId] }));
    bob.conversation.create('carol@x.com').createMessage('hello').send();
    await seen(() => expect(his.of('messages:error')[0]!.message).toContain('`identities.userIdOf`'));
    bob.conversation.get(userId)!.createMessage('hello yourself').send();
    await seen(() => expect(textsOf(bob, userId)).toEqual(['hello', 'hello yourself']));
  });
});
