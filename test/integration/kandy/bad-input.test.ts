import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { create, type KandyClient, type KandyOptions } from '../../../src/kandy/index.js';
import { catchUncaught } from '../../helper/catch-uncaught.js';
import { KandyRecorder, KandyWorld, textsOf } from '../../helper/kandy-world.js';
import { PATIENCE } from '../../helper/next-event.js';

let world: KandyWorld;
let alice: KandyClient;
let bob: KandyClient;
let hers: KandyRecorder;

const seen = (check: () => void) => vi.waitFor(check, PATIENCE);
const sends = () => world.emulator.requests.count({ method: 'POST', path: /\/messages$/ });

beforeEach(async () => {
  world = await KandyWorld.start();
  [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
  hers = new KandyRecorder(alice);
});
afterEach(() => world.stop());

describe('bad input', () => {
  it.each([
    ['SMS', 'bob@x.com', 'sms', /there is no SMS/],
    ['a type that means nothing', 'bob@x.com', 'carrier pigeon', /carrier pigeon/],
    ['nobody', '', 'chat-oneToOne', /`recipient` must be/],
    ['an empty list', [], 'chat-oneToOne', /`recipient` must be/],
    ['several', ['bob@x.com', 'carol@x.com'], 'chat-oneToOne', /`recipient` must be/],
    ['no text', 7 as never, 'chat-group', /`recipient` must be/],
  ])(
    '§1.3 conversation.create refuses %s: messages:error at once, and whenever it is used',
    async (_, recipient, type, text) => {
      const conversation = alice.conversation.create(recipient, { type });
      await seen(() => expect(hers.of('messages:error')).toHaveLength(1));
      expect(hers.of('messages:error')[0]).toMatchObject({
        error: { name: 'BasicError', code: 'BAD_INPUT' },
        code: 'BAD_INPUT',
        message: expect.stringMatching(text) as string,
      });
      conversation.createMessage('into the void').send();
      await seen(() => expect(hers.of('messages:error')[1]!.message).toMatch(text));
      expect(alice.conversation.getAll()).toEqual([]);
      expect(hers.types).not.toContain('conversations:new');
      expect(sends()).toBe(0);
    },
  );

  it('§1.3 addPart of what cannot be sent: the part is there, messages:error tells, and send() refuses', async () => {
    const conversation = alice.conversation.create('bob@x.com');
    const invalid = [
      { type: 'text' },
      { type: 'file', file: 'c:/secret.txt' },
      { type: 'video', file: new Blob(['x']) },
      { type: 'json' },
      { type: 'location', location: 'here' },
      null,
      7,
    ];
    for (const part of invalid) {
      hers.clear();
      const message = conversation.createMessage('hello');
      message.addPart(part as never);
      expect(message.parts).toHaveLength(2);
      await seen(() => expect(hers.of('messages:error')[0]).toMatchObject({ code: 'messaging:10' }));
      message.send();
      await seen(() => expect(hers.of('messages:error')).toHaveLength(2));
    }
    conversation.createMessage([]).send();
    const circle: { self?: object } = {};
    circle.self = circle;
    conversation.createMessage({ type: 'json', json: circle }).send();
    await seen(() => expect(hers.of('messages:error').at(-1)!.message).toContain('`json` is not JSON'));
    expect(world.emulator.requests.count({ method: 'POST', path: /\/chat\/threads/ })).toBe(0);
  });

  it('too much text: messages:error, nothing is sent, and what follows is', async () => {
    const conversation = alice.conversation.create('bob@x.com');
    conversation.createMessage('x'.repeat(30_000)).send();
    conversation.createMessage('short').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['short']));
    expect(hers.of('messages:error')[0]).toMatchObject({
      code: 'messaging:5',
      message: expect.stringContaining('28672') as string,
    });
    expect(JSON.stringify(hers.of('messages:error'))).not.toContain('xxxx');
    expect(sends()).toBe(1);
  });

  it('K0-11 a user who is not known: messages:error for what is done there; no rejection is left unhandled', async () => {
    const conversation = alice.conversation.create('nobody@x.com');
    conversation.createMessage('anyone?').send();
    conversation.setIsTyping(true);
    conversation.fetchMessages();
    conversation.deleteMessages(['7']);
    await seen(() => expect(hers.of('messages:error')).toHaveLength(4));
    expect(
      hers
        .of('messages:error')
        .map(({ code }) => code)
        .sort(),
    ).toEqual([...['NO_CODE', 'messaging:11', 'messaging:5', 'messaging:6'].sort()]);
    expect(hers.types).toEqual(['conversations:new', ...Array<string>(4).fill('messages:error')]);
  });

  it('a group that this user is not in: messages:error with the status of the service', async () => {
    const carol = await world.client('carol@x.com');
    const recorder = new KandyRecorder(carol);
    carol.groups.create({ name: 'Secret' });
    await seen(() => expect(recorder.of('group:new')).toHaveLength(1));
    alice.conversation
      .create(recorder.of('group:new')[0]!.id!, { type: 'chat-group' })
      .createMessage('let me in')
      .send();
    await seen(() => expect(hers.of('messages:error')).toHaveLength(1));
    expect([403, 404]).toContain(hers.of('messages:error')[0]!.error.status);
    expect(hers.of('messages:error')[0]!.error.cause).toBeInstanceOf(Error);
  });

  it('K0-11 a send that the service refuses: messages:error alone, and nothing in the conversation', async () => {
    const conversation = alice.conversation.create('bob@x.com');
    conversation.createMessage('one').send();
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['one']));
    hers.clear();
    await world.emulator.fault('refuseSends', { userId: world.user('alice@x.com').userId, times: 1 });
    conversation.createMessage('refused').send();
    await seen(() => expect(hers.told).toHaveLength(1));
    expect(hers.of('messages:error')[0]).toMatchObject({ code: 'messaging:5', error: { status: 403 } });
    expect(textsOf(alice, 'bob@x.com')).toEqual(['one']);
  });

  it.each([
    [{ amount: 0 }, '`amount`'],
    [{ amount: 1.5 }, '`amount`'],
    [{ amount: '5' }, '`amount`'],
    [{ next: 5 }, '`next`'],
    [{ next: 'invented' }, '`next`'],
    [{ untilTime: 'yesterday' }, '`untilTime`'],
    [null, 'it takes a number'],
    ['all', 'it takes a number'],
    [-1, '`amount`'],
  ])('§1.3 fetchMessages(%j): messages:error that names the field', async (request, text) => {
    const conversation = alice.conversation.create('bob@x.com');
    conversation.fetchMessages(request as never);
    await seen(() => expect(hers.of('messages:error')[0]!.message).toContain(text));
    expect(hers.of('messages:error')[0]!.code).toBe('messaging:6');
  });

  it('setIsTyping, forward, fetch: what they cannot use is told', async () => {
    const conversation = alice.conversation.create('bob@x.com');
    conversation.setIsTyping('yes' as never);
    conversation.createMessage('unsent').forward(['carol@x.com']);
    alice.conversation.fetch({ type: 'sms' });
    expect(alice.conversation.get('bob@x.com', null as never)).toBe(conversation);
    await seen(() => expect(hers.of('messages:error')).toHaveLength(3));
    expect(
      hers
        .of('messages:error')
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['BAD_INPUT', 'messaging:5', 'messaging:8']);
  });

  it('§1.3 listeners: no function is refused in the words of the original; those that throw keep nobody else from hearing', async () => {
    for (const add of [
      () => alice.on('messages:change', 7 as never),
      () => alice.subscribe(undefined as never),
      () => alice.conversation.create('bob@x.com').subscribe({} as never),
    ])
      expect(add).toThrow('Listener not a function');
    const uncaught = catchUncaught();
    const heard: string[] = [];
    const failing = () => {
      throw new Error('a bug of the app');
    };
    alice.on('messages:change', failing);
    alice.on('messages:change', () => heard.push('second'));
    alice.subscribe(failing);
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    await seen(() => expect(heard).toEqual(['second']));
    await seen(() => expect(uncaught.errors.length).toBeGreaterThan(1));
    uncaught.stop();
    alice.off('messages:change', failing);
    expect(uncaught.errors[0]).toMatchObject({ message: 'a bug of the app' });
  });

  it('§4 hostile names and texts go through as they are, and nowhere into logs or errors', async () => {
    const text = '<img src=x onerror=window.__x=1>\u0000\u202e & "quotes" \ud83d\ude00';
    alice.conversation.create('bob@x.com').createMessage(text).send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual([text]));
    await world.sendRaw('alice@x.com', await world.threadOf('alice@x.com'), {
      content: '<p>bold <b>claim</b></p><script>alert(1)</script>',
      type: 'html',
      senderDisplayName: '<img src=x>',
    });
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toHaveLength(2));
    expect(textsOf(bob, 'alice@x.com')[1]).not.toContain('<');
    expect(bob.conversation.get('alice@x.com')!.getMessages()[1]!.sender).toBe('alice@x.com');
  });

  it('metadata that nobody of ours wrote: the message is shown by what can be read', async () => {
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    const odd = {
      parts: ['x', { type: 'json' }, { type: 'file', file: {} }, { type: 'text', text: 5 }],
      media: [{ id: 7 }],
    };
    await world.sendRaw('alice@x.com', await world.threadOf('alice@x.com'), {
      content: 'odd',
      metadata: { rethread: JSON.stringify(odd), fileSharingMetadata: '{' },
    });
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello', 'odd']));
  });

  it('§1.3 areas without a counterpart throw at the call, and say so', () => {
    for (const area of ['call', 'contacts', 'media', 'notification', 'presence', 'user'] as const)
      expect(() => alice[area]['make']!()).toThrow(`unable to use ${area}.make`);
    expect(JSON.stringify(alice.call)).toBe('{}');
  });
});

describe('create', () => {
  it.each<[string, KandyOptions, string]>([
    ['firstMessageEvent', { firstMessageEvent: 'never' as never }, '`firstMessageEvent` must be'],
    ['deleteMessages', { deleteMessages: 'x' as never }, '`deleteMessages` must be'],
    ['deleteConversation', { deleteConversation: 'x' as never }, '`deleteConversation` must be'],
    ['compat', { compat: '5.0' as never }, '`compat` must be'],
    ['oneToOneTypeName', { oneToOneTypeName: '' }, '`oneToOneTypeName` must be'],
  ])('§1.7 refuses settings that mean nothing: %s', (_, azure, text) => {
    expect(() => create({ azure })).toThrow(text);
  });

  it('refuses a configuration that is none', () => {
    expect(() => create('config' as never)).toThrow('the configuration must be an object');
    expect(() => create({ azure: 'https://contoso.communication.azure.com' as never })).toThrow('`azure` must be');
    expect(() => create()).not.toThrow();
  });
});
