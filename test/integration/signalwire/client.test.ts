import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catchUncaught } from '../../helper/catch-uncaught.js';
import { failureOf } from '../../helper/failure-of.js';
import { makeJwt } from '../../helper/make-jwt.js';
import { PATIENCE } from '../../helper/next-event.js';
import { listen, SignalWireWorld } from '../../helper/signalwire-world.js';

let world: SignalWireWorld;

beforeEach(async () => {
  world = await SignalWireWorld.start();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await world.stop();
});

describe('the factory SignalWire', () => {
  it('WA-1 gives the same promise until disconnect, then a new client', async () => {
    const { SignalWire } = await world.library();
    const params = {
      token: world.user('alice').connectionToken,
      host: 'example.signalwire.test',
      azure: world.options,
    };
    const first = SignalWire(params);
    expect(SignalWire({ token: world.user('bob').connectionToken })).toBe(first);
    const client = world.own(await first);
    expect(SignalWire(params)).toBe(first);
    await client.disconnect();
    const second = SignalWire(params);
    expect(second).not.toBe(first);
    const other = world.own(await second);
    // A client that is gone takes nothing away from the one that came after it.
    await client.disconnect();
    expect(SignalWire(params)).toBe(second);
    expect((await other.getSubscriberInfo()).id).toBe('alice');
  });

  it('WA-2 rejects a bad token as the original does, and works with a good one afterwards', async () => {
    const { SignalWire } = await world.library();
    const { userId } = world.user('alice');
    await world.emulator.fault('tokenExpired', { userId });
    const error = await failureOf(SignalWire({ token: world.user('alice').connectionToken, azure: world.options }));
    expect(error).toMatchObject({ name: 'AuthError', code: 401, message: 'Unauthorized' });
    expect(error.cause).toMatchObject({ name: 'ChatError', code: 'unauthorized' });
    const { token } = await world.emulator.issueToken(userId);
    const azure = { ...world.options, endpoint: world.emulator.endpoint };
    const client = world.own(await SignalWire({ token, azure }));
    expect((await client.getSubscriberInfo()).id).toBe('alice');
  });

  it('§2.6 takes the settings from configure, from the page, and from the call, the nearest first', async () => {
    const { SignalWire, configure } = await world.library();
    vi.stubGlobal('rethreadOptions', {
      endpoint: 'https://nowhere.example',
      identities: world.identities,
      signalwire: { endpoint: 'https://nobody.example', subscriber: { email: 'page@example.org', first_name: 'Page' } },
    });
    configure({ endpoint: world.emulator.endpoint, subscriber: { email: 'alice@example.org' } });
    const client = world.own(await SignalWire({ token: world.user('alice').token }));
    expect(await client.getSubscriberInfo()).toMatchObject({ id: 'alice', email: 'alice@example.org', first_name: '' });
    await client.disconnect();
    const azure = { subscriber: { email: 'call@example.org' } };
    const other = world.own(await SignalWire({ token: world.user('alice').token, azure }));
    expect((await other.getSubscriberInfo()).email).toBe('call@example.org');
  });

  it('§2.6 exchanges the token of the former provider, and learns who the user is', async () => {
    const { SignalWire } = await world.library();
    const exchangeToken = vi.fn((token: string) => {
      expect(token).toBe('legacy.subscriber.token');
      return { token: world.user('alice').token, user: { id: 'alice', name: 'Alice A.' } };
    });
    const azure = { ...world.options, endpoint: world.emulator.endpoint, exchangeToken };
    const client = world.own(await SignalWire({ token: 'legacy.subscriber.token', azure }));
    expect(exchangeToken).toHaveBeenCalledOnce();
    expect(await client.getSubscriberInfo()).toMatchObject({ id: 'alice', display_name: 'Alice A.' });
    const bob = await world.client('bob');
    const heard = await listen(bob, 'alice');
    await client.chat.sendMessage({ addressId: 'bob', text: 'hi' });
    await vi.waitFor(() => expect(heard.events).toHaveLength(1), PATIENCE);
    expect(heard.events[0]).toMatchObject({ user_id: 'alice', user_name: 'Alice A.', conversation_name: 'Alice A.' });
  });

  it.each([
    ['that cannot be decoded', 'not.a.token!'],
    ['of the former provider', makeJwt({ sub: 'subscriber', ch: 'space.signalwire.test' })],
    ['of our own that is cut off', 'rt1.eyJlbmRwb2ludCI'],
  ])('a token %s, without an exchange: rejects, says what to do, and never shows it', async (_, token) => {
    const { SignalWire } = await world.library();
    const azure = { ...world.options, endpoint: world.emulator.endpoint };
    const error = await failureOf(SignalWire({ token, azure }));
    expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(/^unable to .*; /) });
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(token.slice(4));
    expect(world.emulator.requests.count()).toBe(0);
  });

  it('an exchange that fails: rejects, and the next call tries again', async () => {
    const { SignalWire } = await world.library();
    const exchangeToken = vi.fn((): string => {
      throw new Error('the server is away, token=abc');
    });
    const azure = { ...world.options, endpoint: world.emulator.endpoint, exchangeToken };
    const error = await failureOf(SignalWire({ token: 'legacy', azure }));
    expect(error.message).toContain('`exchangeToken` failed');
    expect(error.message).not.toContain('abc');
    exchangeToken.mockReturnValue(world.user('alice').token);
    world.own(await SignalWire({ token: 'legacy', azure }));
  });

  it('a service that is away: rejects, and leaves nothing behind', async () => {
    const { SignalWire } = await world.library();
    const azure = { ...world.options, endpoint: 'http://127.0.0.1:9', realtime: 'polling' as const };
    const error = await failureOf(SignalWire({ token: world.user('alice').token, azure }));
    expect(error).toMatchObject({ code: 'unavailable' });
    world.own(await SignalWire({ token: world.user('alice').connectionToken, azure: world.options }));
  });
});

describe('the token of a client', () => {
  it('§2.3 updateToken takes another one of the same user, and refuses those of others', async () => {
    const client = await world.client('alice');
    const { userId } = world.user('alice');
    const { token } = await world.emulator.issueToken(userId);
    await expect(client.updateToken(token)).resolves.toBeUndefined();
    await client.chat.sendMessage({ addressId: 'bob', text: 'with the new one' });
    const error = await failureOf(client.updateToken(world.user('bob').token));
    expect(error).toMatchObject({ name: 'AuthError', code: 401 });
    expect(JSON.stringify([error, String(error.cause)])).not.toContain(world.user('bob').token.slice(0, 40));
  });

  it('§2.3 onRefreshToken is called when the token is refused, and updateToken brings the client back', async () => {
    const onRefreshToken = vi.fn();
    const client = await world.client('alice', {}, { onRefreshToken });
    const bob = await world.client('bob');
    const heard = await listen(client, 'bob');
    const { userId } = world.user('alice');
    await world.emulator.fault('tokenExpired', { userId });
    const failure = await failureOf(client.chat.sendMessage({ addressId: 'bob', text: 'lost' }));
    expect(failure.cause).toMatchObject({ code: 'unauthorized' });
    await vi.waitFor(() => expect(onRefreshToken).toHaveBeenCalledOnce(), PATIENCE);
    await bob.chat.sendMessage({ addressId: 'alice', text: 'meanwhile' });
    await client.updateToken((await world.emulator.issueToken(userId)).token);
    await vi.waitFor(() => expect(heard.texts()).toEqual(['meanwhile']), PATIENCE);
    await client.chat.sendMessage({ addressId: 'bob', text: 'back' });
    await vi.waitFor(() => expect(heard.texts()).toEqual(['meanwhile', 'back']), PATIENCE);
  });

  it('§2.6 a refresher does it without the app', async () => {
    const onRefreshToken = vi.fn();
    const { userId } = world.user('alice');
    const tokenRefresher = vi.fn(async () => (await world.emulator.issueToken(userId)).token);
    const client = await world.client('alice', { tokenRefresher }, { onRefreshToken });
    await world.emulator.fault('tokenExpired', { userId });
    await client.chat.sendMessage({ addressId: 'bob', text: 'on it goes' });
    expect(tokenRefresher).toHaveBeenCalled();
    expect(onRefreshToken).not.toHaveBeenCalled();
  });
});

describe('after disconnect', () => {
  it('WA-11 nothing is delivered any more, and every method says so', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const [chat, all] = [await listen(alice, 'bob'), [] as string[]];
    await alice.conversation.subscribe(({ text }) => all.push(text));
    await bob.chat.sendMessage({ addressId: 'alice', text: 'one' });
    await vi.waitFor(() => expect([chat.texts(), all]).toEqual([['one'], ['one']]), PATIENCE);
    const page = await alice.chat.getMessages({ addressId: 'bob', pageSize: 1 });
    await alice.disconnect();
    await alice.disconnect();
    const ofChat = { userId: world.user('alice').userId, path: /^\/chat\/threads/ };
    const requests = world.emulator.requests.count(ofChat);
    await bob.chat.sendMessage({ addressId: 'alice', text: 'two' });

    const closed = { code: 'closed' };
    const to = { addressId: 'bob' };
    for (const [promise, text] of [
      [alice.chat.sendMessage({ ...to, text: 'x' }), 'Error sending message to conversation!'],
      [alice.chat.join(to), 'Error joining a conversation!'],
      [alice.chat.getMessages(to), 'Error fetching the conversation messages!'],
      [alice.conversation.getMessages(), 'Error fetching the conversation messages!'],
      [alice.conversation.getConversationMessages(to), 'Error fetching the conversation messages!'],
      [alice.conversation.getConversations(), 'Error fetching the conversation history!'],
      [page.firstPage(), 'Error fetching the conversation messages!'],
    ] as const)
      expect(await failureOf(promise)).toMatchObject({ message: text, cause: closed });
    for (const promise of [
      alice.chat.subscribe({ ...to, onMessage: () => undefined }),
      alice.conversation.subscribe(() => undefined),
      alice.address.getAddresses(),
      alice.address.getAddress({ id: 'bob' }),
      alice.getSubscriberInfo(),
      alice.updateToken(world.user('alice').token),
    ])
      expect(await failureOf(promise)).toMatchObject(closed);
    expect([chat.texts(), all]).toEqual([['one'], ['one']]);
    expect(world.emulator.requests.list(ofChat).slice(requests)).toEqual([]);
  });

  it('WA-11 what is still being sent rejects', async () => {
    const alice = await world.client('alice');
    world.emulator.faults.add({ kind: 'delay', ms: 60_000, method: 'POST', path: /chat\/threads$/ });
    const sent = failureOf(alice.chat.sendMessage({ addressId: 'bob', text: 'too late' }));
    await vi.waitFor(
      () => expect(world.emulator.requests.count({ method: 'POST', path: /chat\/threads$/ })).toBe(1),
      PATIENCE,
    );
    await alice.disconnect();
    expect(await sent).toMatchObject({ message: 'Error sending message to conversation!' });
  });
});

describe('when something fails', () => {
  it('WA-10 an unreachable service: the texts of the original, and the reason as cause', async () => {
    const alice = await world.client('alice', { rateLimits: 'off' });
    await alice.chat.join({ addressId: 'bob' });
    world.emulator.faults.add({ kind: 'answer', status: 403, path: /./, times: Infinity });
    const refused = { code: 'forbidden', status: 403 };
    expect(await failureOf(alice.chat.sendMessage({ addressId: 'bob', text: 'x' }))).toMatchObject({
      message: 'Error sending message to conversation!',
      cause: refused,
    });
    expect(await failureOf(alice.chat.join({ addressId: 'carol' }))).toMatchObject({
      message: 'Error joining a conversation!',
      cause: refused,
    });
    expect(await failureOf(alice.chat.getMessages({ addressId: 'carol' }))).toMatchObject({
      message: 'Error fetching the conversation messages!',
      cause: refused,
    });
  });

  it('a token that may not create threads: sendMessage says so, and does not hang', async () => {
    const { userId } = world.user('alice');
    const { token } = await world.emulator.issueToken(userId, ['chat.join']);
    const { SignalWire } = await world.library();
    const alice = world.own(
      await SignalWire({ token, azure: { ...world.options, endpoint: world.emulator.endpoint } }),
    );
    const error = await failureOf(alice.chat.sendMessage({ addressId: 'bob', text: 'x' }));
    expect(error).toMatchObject({ message: 'Error sending message to conversation!', cause: { code: 'forbidden' } });
  });

  it('a connection that breaks: what was missed is delivered once, in order', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const heard = await listen(bob, 'alice');
    await alice.chat.sendMessage({ addressId: 'bob', text: 'one' });
    await vi.waitFor(() => expect(heard.texts()).toEqual(['one']), PATIENCE);
    const { userId } = world.user('bob');
    world.emulator.faults.refuseConnections(userId);
    world.emulator.faults.dropSockets(userId);
    await alice.chat.sendMessage({ addressId: 'bob', text: 'two' });
    await alice.chat.sendMessage({ addressId: 'bob', text: 'three' });
    world.emulator.faults.acceptConnections(userId);
    await vi.waitFor(() => expect(heard.texts()).toEqual(['one', 'two', 'three']), { ...PATIENCE, timeout: 25_000 });
  });

  it('without push, by asking again and again: everything comes once, in order', async () => {
    const [alice, bob] = [
      await world.client('alice', { realtime: 'polling' }),
      await world.client('bob', { realtime: 'polling' }),
    ];
    const [hers, his] = [await listen(alice, 'bob'), await listen(bob, 'alice')];
    await alice.chat.sendMessage({ addressId: 'bob', text: 'one' });
    expect((await alice.chat.sendMessage({ addressId: 'bob', text: 'two' })).id).toMatch(/^\d+$/);
    await vi.waitFor(
      () =>
        expect([hers.texts(), his.texts()]).toEqual([
          ['one', 'two'],
          ['one', 'two'],
        ]),
      PATIENCE,
    );
  });

  it('listeners that throw stop nobody else, and surface', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const uncaught = catchUncaught();
    try {
      const onMessage = () => {
        throw new Error('of the app');
      };
      await bob.chat.subscribe({ addressId: 'alice', onMessage });
      await bob.conversation.subscribe(onMessage);
      const heard = await listen(bob, 'alice');
      await alice.chat.sendMessage({ addressId: 'bob', text: 'one' });
      await alice.chat.sendMessage({ addressId: 'bob', text: 'two' });
      await vi.waitFor(() => expect(heard.texts()).toEqual(['one', 'two']), PATIENCE);
      await vi.waitFor(() => expect(uncaught.errors.map(String)).toEqual(Array(4).fill('Error: of the app')), PATIENCE);
    } finally {
      uncaught.stop();
    }
  });

  it('§2.3 logLevel: warnings by default, nothing with silent, and never what was written', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    try {
      const addressBook = () => Promise.reject(new Error('away'));
      const loud = await world.client('alice', { addressBook });
      await loud.address.getAddresses();
      expect(warn).toHaveBeenCalledTimes(1);
      const quiet = await world.client('alice', { addressBook }, { logLevel: 'silent' });
      await quiet.address.getAddresses();
      await quiet.chat.sendMessage({ addressId: 'bob', text: 'between us' });
      expect(warn).toHaveBeenCalledTimes(1);
      expect(JSON.stringify(warn.mock.calls)).not.toMatch(/between us|8:acs:/);
    } finally {
      warn.mockRestore();
    }
  });

  it('calls are refused, in words', async () => {
    const client = await world.client('alice');
    expect(() => client.dial({ to: '/private/bob' })).toThrow(/unable to use client\.dial; .*chat layer/);
    expect(() => client.reattach()).toThrow('client.reattach');
    for (const name of ['online', 'offline', 'registerDevice', 'unregisterDevice', 'handlePushNotification'] as const)
      expect(await failureOf(client[name]())).toMatchObject({
        code: 'not-supported',
        message: expect.stringContaining(name),
      });
  });
});

describe('what is written while threads are being loaded', () => {
  it.each([
    ['a moment: connected means that it is over', 700, 1],
    ['long: connected all the same, and nothing is lost', 4_500, 0],
  ])('W-7 takes %s', async (_, ms, loaded) => {
    await world.room('lobby', 'alice', 'bob');
    const { userId } = world.user('bob');
    world.emulator.faults.add({ kind: 'delay', ms, method: 'GET', path: /\/messages$/, userId, times: Infinity });
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const loads = world.emulator.requests.list({ method: 'GET', path: /\/messages$/, userId });
    expect(loads.filter(({ status }) => status === 200)).toHaveLength(loaded);
    const texts: (string | undefined)[] = [];
    await bob.chat.subscribe({ addressId: 'lobby', onMessage: ({ text }) => texts.push(text) });
    // The list of threads tells seconds: what comes within the second of the last message before cannot be told from it.
    world.emulator.clock.advance(2_000);
    await alice.chat.sendMessage({ addressId: 'lobby', text: 'after' });
    await vi.waitFor(() => expect(texts).toEqual(['after']), { timeout: 10_000 });
  });
});
