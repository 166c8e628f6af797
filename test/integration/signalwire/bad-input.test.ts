import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignalWireClient } from '../../../src/signalwire/index.js';
import { failureOf } from '../../helper/failure-of.js';
import { type SignalWireLibrary, SignalWireWorld } from '../../helper/signalwire-world.js';

let world: SignalWireWorld;
let alice: SignalWireClient;
let library: SignalWireLibrary;
let requests: number;

beforeAll(async () => {
  world = await SignalWireWorld.start();
  alice = await world.client('alice');
  library = await world.library();
  requests = world.emulator.requests.count();
});
afterAll(() => world.stop());

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;
const ADDRESSES: [what: string, params: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'bob'],
  ['no addressId', { text: 'x' }],
  ['an empty addressId', { addressId: '', text: 'x' }],
  ['white space', { addressId: ' \t', text: 'x' }],
  ['a number', { addressId: 7, text: 'x' }],
  ['an object', { addressId: { id: 'bob' }, text: 'x' }],
];
const invalid = (field: string) => ({
  code: 'invalid-argument',
  message: expect.stringMatching(new RegExp(`^unable to .*; .*\`${field}\``)),
});

describe('what is wrong is told before anything is sent', () => {
  it.each(ADDRESSES)('W-9 W-11 sendMessage, join and history with %s', async (_, params) => {
    const { chat, conversation } = alice;
    for (const method of [chat.sendMessage, chat.join, conversation.getConversationMessages] as ((
      params: unknown,
    ) => Promise<unknown>)[]) {
      const error = await failureOf(method(params));
      expect(error.message).toMatch(
        /^Error (?:sending message to conversation|joining a conversation|fetching the conversation messages)!$/,
      );
      expect(error.cause).toMatchObject(invalid('addressId'));
    }
    expect(world.emulator.requests.count()).toBe(requests);
  });

  it.each(ADDRESSES)('W-6 subscribe with %s', async (_, params) => {
    const withListener = typeof params === 'object' && params !== null ? { ...params, onMessage: () => 0 } : params;
    expect(await failureOf(alice.chat.subscribe(withListener as never))).toMatchObject(invalid('addressId'));
  });

  it.each([[undefined], [null], ['log'], [{}], [{ handleEvent: () => 0 }]])(
    'W-6 subscribe with the listener %j',
    async (onMessage) => {
      const subscribed = alice.chat.subscribe({ addressId: 'bob', onMessage: onMessage as never });
      expect(await failureOf(subscribed)).toMatchObject(invalid('onMessage'));
      expect(await failureOf(alice.conversation.subscribe(onMessage as never))).toMatchObject(invalid('callback'));
    },
  );

  it.each([[undefined], [null], [''], [7], [{}], [['a']]])('W-9 sendMessage with the text %j', async (text) => {
    const error = await failureOf(alice.chat.sendMessage({ addressId: 'bob', text: text as never }));
    expect(error.message).toBe('Error sending message to conversation!');
    expect(error.cause).toMatchObject(invalid('text'));
  });

  it.each([['x'], [7], [[1]], [true], [cyclic], [{ big: 1n }], [{ toJSON: () => undefined }]])(
    'W-10 metadata and details that are no objects: %#',
    async (value) => {
      for (const field of ['metadata', 'details']) {
        const sent = alice.chat.sendMessage({ addressId: 'bob', text: 'hidden words', [field]: value as never });
        const error = await failureOf(sent);
        expect(error.cause).toMatchObject(invalid(field));
        expect(String(error.cause)).not.toContain('hidden words');
      }
      expect(world.emulator.requests.count()).toBe(requests);
    },
  );

  it.each([[0], [-1], [1.5], [NaN], [Infinity], ['many'], [{}], [true]])('W-4 the page size %j', async (pageSize) => {
    const size = { pageSize: pageSize as never };
    for (const promise of [
      alice.chat.getMessages({ addressId: 'bob', ...size }),
      alice.conversation.getMessages(size),
      alice.conversation.getConversationMessages({ addressId: 'bob', ...size }),
      alice.conversation.getConversations(size),
    ])
      expect((await failureOf(promise)).cause).toMatchObject(invalid('pageSize'));
    expect(await failureOf(alice.address.getAddresses(size))).toMatchObject(invalid('pageSize'));
  });

  it('W-4 a page size as forms have it, and null for the default', async () => {
    await expect(alice.chat.getMessages({ addressId: 'bob', pageSize: '5' as never })).resolves.toBeDefined();
    await expect(alice.chat.getMessages({ addressId: null as never, pageSize: null as never })).resolves.toBeDefined();
    await expect(alice.chat.getMessages(null as never)).resolves.toBeDefined();
  });

  it.each(['since', 'until'])('§2.2 %s that is no time', async (name) => {
    for (const value of ['yesterday', NaN, new Date(0)]) {
      const error = await failureOf(alice.conversation.getMessages({ [name]: value as never }));
      expect(error.cause).toMatchObject(invalid(name));
    }
  });

  it.each([[undefined], [{}], [{ id: 7 }], [{ id: '' }], ['bob']])('§2.3 getAddress with %j', async (params) => {
    expect(await failureOf(alice.address.getAddress(params as never))).toMatchObject(invalid('name'));
  });

  it('§2.3 getAddresses in an order that there is not', async () => {
    expect(await failureOf(alice.address.getAddresses({ sortBy: 'age' as never }))).toMatchObject(invalid('sortBy'));
    expect(await failureOf(alice.address.getAddresses({ sortOrder: 'up' as never }))).toMatchObject(
      invalid('sortOrder'),
    );
  });

  it.each([[undefined], [''], [7], [{}]])('§2.3 updateToken with %j', async (token) => {
    expect(await failureOf(alice.updateToken(token as never))).toMatchObject(invalid('token'));
  });

  it.each([
    ['token', undefined],
    ['token', {}],
    ['token', { token: '' }],
    ['token', { token: 7 }],
    ['onRefreshToken', { token: 'x', onRefreshToken: 'soon' }],
    ['azure', { token: 'x', azure: 'https://contoso.example' }],
    ['azure', { token: 'x', azure: null }],
    ['endpoint', { token: 'x' }],
    ['endpoint', { token: 'x', azure: { endpoint: 'ftp://contoso.example' } }],
  ])('SignalWire without a usable `%s`: %j', async (field, params) => {
    expect(await failureOf(library.SignalWire(params as never))).toMatchObject(invalid(field));
  });

  it.each([[undefined], [null], ['x'], [[]]])('configure(%j)', (options) => {
    expect(() => library.configure(options as never)).toThrow(/unable to configure/);
  });

  it('W-10 metadata of more than 4 KB and messages of more than 28 KB, before anything is sent', async () => {
    const bob = await world.client('bob');
    await bob.chat.join({ addressId: 'alice' });
    const before = world.emulator.requests.count({ method: 'POST', path: /messages$/ });
    const metadata = { note: 'm'.repeat(5_000) };
    const tooMuch = await failureOf(bob.chat.sendMessage({ addressId: 'alice', text: 'x', metadata }));
    expect(tooMuch.cause).toMatchObject({ code: 'too-large' });
    const details = { note: 'd'.repeat(29_000) };
    const tooLarge = await failureOf(bob.chat.sendMessage({ addressId: 'alice', text: 'x', details }));
    expect(tooLarge.cause).toMatchObject({ code: 'too-large' });
    expect(world.emulator.requests.count({ method: 'POST', path: /messages$/ })).toBe(before);
    await bob.chat.sendMessage({ addressId: 'alice', text: 'x', metadata: { note: 'm'.repeat(4_000) } });
  });
});
