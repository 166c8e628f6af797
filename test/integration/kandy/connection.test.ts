import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeConnectionToken } from '../../../src/server/index.js';
import { KandyRecorder, KandyWorld, subscribed, textsOf } from '../../helper/kandy-world.js';
import { makeJwt } from '../../helper/make-jwt.js';
import { PATIENCE } from '../../helper/next-event.js';
import { recordLog } from '../../helper/recorded-log.js';

let world: KandyWorld;
const seen = (check: () => void) => vi.waitFor(check, PATIENCE);

beforeEach(async () => {
  world = await KandyWorld.start();
});
afterEach(() => world.stop());

describe('create and tokens', () => {
  it('K0-1 create: a client at once, without a request; the original configuration is accepted', () => {
    const config = {
      subscription: { expires: 3600 },
      authentication: { server: { base: '$KANDYFQDN$' }, clientCorrelator: 'sampleCorrelator' },
    };
    const client = world.create({}, config);
    expect(client.getConfig()).toMatchObject(config);
    client.updateConfig({ subscription: { expires: 60 } });
    expect(client.getConfig()['subscription']).toEqual({ expires: 60 });
    expect(client.getUserInfo()).toEqual({});
    expect(client.getCapabilities()).toEqual(['chat']);
    expect(client.getVersion()).toMatch(/^\d/);
    expect(client.services.getSubscriptions()).toEqual({ subscribed: [], available: ['chat'], isPending: false });
    expect(world.emulator.requests.count()).toBe(0);
  });

  it('K0-4 setTokens: synchronous; the id token names the user, whose access token is told to nobody', () => {
    const client = world.create();
    client.setTokens({
      accessToken: world.user('alice@x.com').token,
      idToken: makeJwt({ preferred_username: 'Alice@x.com', 'services-identity': 'alice-identity' }),
    });
    expect(client.getUserInfo()).toEqual({ username: 'alice@x.com', identity: 'alice-identity' });
    expect(JSON.stringify([client.state.get(), client.getConfig()])).not.toContain(world.user('alice@x.com').token);
    expect(client.state.get()).toMatchObject({ subscription: { subscribed: [] } });
  });

  it.each(['no-jwt', 'a.b.c', ''])(
    'K0-4 an id token that is none costs both tokens; the log says so, no event: %j',
    async (idToken) => {
      const log = recordLog();
      const client = world.create({ logger: log.logger });
      const recorder = new KandyRecorder(client);
      const { token } = world.user('alice@x.com');
      client.setTokens({ accessToken: token, idToken });
      expect(client.getUserInfo()).toEqual({});
      expect(log.lines.join('\n')).toContain('`idToken` is not a JWT');
      expect(log.lines.join('\n')).not.toContain(token);
      await Promise.resolve();
      expect(recorder.told).toEqual([]);
    },
  );

  it('setTokens without an id token: the directory names the user', async () => {
    const client = world.create();
    client.setTokens({ accessToken: world.user('alice@x.com').token });
    await subscribed(client);
    expect(client.getUserInfo()).toEqual({ username: 'alice@x.com', identity: 'alice@x.com' });
  });

  it('setCredentials is the same by another name; a connection token brings its endpoint', async () => {
    const { token, userId } = world.user('alice@x.com');
    const bearerAccessToken = encodeConnectionToken({
      ...{ endpoint: world.emulator.endpoint, token, userId, identity: 'alice@x.com' },
    });
    const client = world.create({ endpoint: undefined });
    client.setCredentials({ bearerAccessToken });
    await subscribed(client);
    expect(client.getUserInfo()).toMatchObject({ username: 'alice@x.com' });
  });

  it('§1.5 exchangeToken: whatever the app holds becomes a token of Azure', async () => {
    const legacy: string[] = [];
    const client = world.create({
      exchangeToken: (token) => {
        legacy.push(token);
        return { token: world.user('alice@x.com').token, user: { id: 'alice@x.com', name: 'Alice' } };
      },
    });
    client.setTokens({ accessToken: 'legacy', idToken: makeJwt({ preferred_username: 'alice@x.com' }) });
    await subscribed(client);
    expect(legacy).toEqual(['legacy']);
  });

  it('§1.5 setTokens again: goes on with the new token after the old one was refused', async () => {
    const client = await world.client('alice@x.com');
    const recorder = new KandyRecorder(client);
    await world.emulator.fault('tokenExpired', { userId: world.user('alice@x.com').userId });
    client.conversation.create('bob@x.com').createMessage('refused').send();
    await seen(() =>
      expect(recorder.of('messages:error')[0]).toMatchObject({ code: 'messaging:5', error: { status: 401 } }),
    );
    await seen(() => expect(recorder.of('auth:error')).toHaveLength(1));
    const { token } = await world.emulator.issueToken(world.user('alice@x.com').userId);
    const renewed = vi.fn();
    client.on('auth:change', renewed);
    client.setTokens({ accessToken: token, idToken: makeJwt({ preferred_username: 'alice@x.com' }) });
    await seen(() => expect(renewed).toHaveBeenCalledTimes(1));
    client.conversation.create('bob@x.com').createMessage('again').send();
    await seen(() => expect(textsOf(client, 'bob@x.com')).toEqual(['again']));
  });

  it('setTokens of another user begins anew', async () => {
    const client = await world.client('alice@x.com');
    client.conversation.create('bob@x.com').createMessage('by alice').send();
    await seen(() => expect(textsOf(client, 'bob@x.com')).toEqual(['by alice']));
    client.setTokens(world.tokens('carol@x.com'));
    expect(client.conversation.getAll()).toEqual([]);
    expect(client.services.getSubscriptions().subscribed).toEqual([]);
    await subscribed(client);
    client.conversation.create('bob@x.com').createMessage('by carol').send();
    await seen(() => expect(textsOf(client, 'bob@x.com')).toEqual(['by carol']));
    expect(client.conversation.get('bob@x.com')!.getMessages()[0]!.sender).toBe('carol@x.com');
  });
});

describe('tokens while the first connection is under way', () => {
  const slow = () =>
    world.emulator.faults.add({ kind: 'delay', ms: 300, method: 'GET', path: /\/chat\/threads$/, times: 1 });

  it('of another user: nothing of the former one is left', async () => {
    slow();
    const client = world.create();
    const recorder = new KandyRecorder(client);
    client.setTokens(world.tokens('alice@x.com'));
    client.services.subscribe('chat');
    await seen(() => expect(world.emulator.requests.count({ path: /\/chat\/threads$/ })).toBe(1));
    client.setTokens(world.tokens('carol@x.com'));
    await subscribed(client);
    client.conversation.create('bob@x.com').createMessage('by carol').send();
    await seen(() => expect(textsOf(client, 'bob@x.com')).toEqual(['by carol']));
    expect(recorder.of('messages:change')).toEqual([expect.objectContaining({ sender: 'carol@x.com' })]);
  });

  it('of the same user: the newer one is used', async () => {
    slow();
    const client = world.create();
    client.setTokens(world.tokens('alice@x.com'));
    client.services.subscribe('chat');
    const { token } = await world.emulator.issueToken(world.user('alice@x.com').userId);
    client.setTokens({ accessToken: token });
    await seen(() => expect(client.services.getSubscriptions().subscribed).toEqual(['chat']));
    client.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(client, 'bob@x.com')).toEqual(['hello']));
  });
});

describe('client.services', () => {
  it.each([
    ['a text', 'websocket' as const],
    ['an object', { type: 'websocket' as const }],
    ['nothing', undefined],
  ])('K0-5 K0-6 subscribe, with the channel as %s: two events, pending in the first', async (_, channel) => {
    const client = world.create();
    client.setTokens(world.tokens('alice@x.com'));
    const states: unknown[] = [];
    client.on('subscription:change', (payload) => states.push([payload, client.services.getSubscriptions()]));
    client.services.subscribe([{ service: 'chat' }], channel);
    await seen(() =>
      expect(states).toEqual([
        [{}, { subscribed: [], available: ['chat'], isPending: true }],
        [{}, { subscribed: ['chat'], available: ['chat'], isPending: false }],
      ]),
    );
    expect(client.connection.getSocketState()).toBe('CONNECTED');
    expect(client.getConnection()).toEqual({ isConnected: true });
  });

  it('K0-7 subscription:error when it cannot start: without an endpoint, and without a connection; it may be tried again', async () => {
    const lost = world.create({ endpoint: undefined });
    const recorder = new KandyRecorder(lost);
    lost.setTokens(world.tokens('alice@x.com'));
    lost.services.subscribe('chat');
    await seen(() =>
      expect(recorder.types).toEqual(['subscription:change', 'subscription:change', 'subscription:error']),
    );
    expect(recorder.of('subscription:error')[0]!.error).toMatchObject({
      name: 'BasicError',
      code: 'subscription:5',
      message: expect.stringContaining('endpoint') as string,
    });
    expect(lost.services.getSubscriptions()).toMatchObject({ subscribed: [], isPending: false });

    const client = world.create();
    const errors = new KandyRecorder(client);
    client.setTokens({ ...world.tokens('alice@x.com'), accessToken: makeJwt({ skypeid: 'acs:nobody' }) });
    client.services.subscribe('chat');
    await seen(() => expect(errors.of('subscription:error')).toHaveLength(1));
    client.setTokens(world.tokens('alice@x.com'));
    await subscribed(client);
  });

  it('§1.3 subscribe to nothing that there is: subscription:error BAD_INPUT, in the words of the original', async () => {
    const client = await world.client('alice@x.com');
    const recorder = new KandyRecorder(client);
    client.services.subscribe(['chat']);
    client.services.subscribe(['call', 'presence']);
    client.services.subscribe([]);
    client.services.subscribe(['chat'], 'push' as never);
    await seen(() => expect(recorder.of('subscription:error')).toHaveLength(4));
    for (const { error } of recorder.of('subscription:error')) {
      expect(error.code).toBe('BAD_INPUT');
      expect(error.message).toMatch(/^Failed to subscribe: No valid services provided\. Reason: /);
    }
    expect(recorder.types).not.toContain('subscription:change');
  });

  it('§1.3 subscribe without tokens says so, and changes nothing', async () => {
    const client = world.create();
    const recorder = new KandyRecorder(client);
    client.services.subscribe(['chat']);
    await seen(() => expect(recorder.of('subscription:error')[0]!.error.message).toContain('setTokens'));
    expect(recorder.types).toEqual(['subscription:error']);
  });

  it('§1.3 unsubscribe: two events; nothing of others is told until it is subscribed again', async () => {
    const [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
    const recorder = new KandyRecorder(bob);
    bob.services.unsubscribe(['chat'], 'websocket');
    await seen(() => expect(recorder.types).toEqual(['subscription:change', 'subscription:change']));
    expect(bob.services.getSubscriptions().subscribed).toEqual([]);
    alice.conversation.create('bob@x.com').createMessage('unheard').send();
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['unheard']));
    bob.conversation.create('alice@x.com').createMessage('my own').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['my own']));
    bob.services.unsubscribe(['chat']);
    await seen(() => expect(recorder.of('subscription:error')[0]!.error.code).toBe('BAD_INPUT'));
    bob.services.resubscribe();
    await subscribed(bob);
    alice.conversation.create('bob@x.com').createMessage('heard').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toContain('heard'));
  });

  it('sends without a subscription, and hears its own messages alone', async () => {
    const bob = await world.client('bob@x.com');
    const alice = world.create();
    alice.setTokens(world.tokens('alice@x.com'));
    const recorder = new KandyRecorder(alice);
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    await seen(() => expect(recorder.types).toEqual(['conversations:new', 'messages:change']));
    bob.conversation.get('alice@x.com')!.createMessage('are you there?').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toHaveLength(2));
    alice.conversation.get('bob@x.com')!.createMessage('no').send();
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['hello', 'no']));
  });
});

describe('what is said while threads are being loaded', () => {
  it.each([
    ['a moment: subscribed means that it is over', 700, [200]],
    ['long: subscribed all the same, and nothing is lost', 4_500, [0]],
  ])('K0-18 takes %s', async (_, ms, statuses) => {
    const [alice, early] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
    alice.conversation.create('bob@x.com').createMessage('before').send();
    await seen(() => expect(textsOf(early, 'alice@x.com')).toEqual(['before']));
    await early.destroy();
    const { userId } = world.user('bob@x.com');
    world.emulator.faults.add({ kind: 'delay', ms, method: 'GET', path: /\/messages$/, userId, times: Infinity });
    world.emulator.requests.clear();
    const bob = await world.client('bob@x.com');
    const loads = world.emulator.requests.list({ method: 'GET', path: /\/messages$/, userId });
    expect(loads.map(({ status }) => status)).toEqual(statuses);
    const recorder = new KandyRecorder(bob);
    alice.conversation.create('bob@x.com').createMessage('after').send();
    await seen(() => expect(recorder.types).toEqual(['conversations:change']));
    expect(textsOf(bob, 'alice@x.com')).toEqual(['after']);
  });
});

describe('destroy', () => {
  it('§1.3 destroy: everything after it is quiet', async () => {
    const [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
    const recorder = new KandyRecorder(alice);
    const conversation = alice.conversation.create('bob@x.com');
    conversation.createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    await seen(() => expect(recorder.types).toEqual(['conversations:new', 'messages:change']));
    const message = conversation.createMessage('late');
    recorder.clear();
    await alice.destroy();
    bob.conversation.get('alice@x.com')!.createMessage('too late').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello', 'too late']));
    const before = world.emulator.requests.count({ userId: world.user('alice@x.com').userId });
    message.send();
    conversation.setIsTyping(true);
    conversation.fetchMessages();
    conversation.delete();
    alice.conversation.fetch();
    alice.groups.fetch();
    alice.setTokens(world.tokens('alice@x.com'));
    alice.services.subscribe(['chat']);
    alice.conversation.create('carol@x.com').createMessage('x').send();
    await alice.destroy();
    expect(recorder.told).toEqual([]);
    expect(world.emulator.requests.count({ userId: world.user('alice@x.com').userId })).toBe(before);
  });

  it('destroy while the first connection is under way', async () => {
    const client = world.create();
    const recorder = new KandyRecorder(client);
    client.setTokens(world.tokens('alice@x.com'));
    client.services.subscribe('chat');
    await client.destroy();
    expect(recorder.of('subscription:error')).toEqual([]);
    expect(client.services.getSubscriptions().subscribed).toEqual([]);
  });
});

describe('the connection', () => {
  it('§1.6 ws:change when it goes and comes; what was said meanwhile is told once', async () => {
    const [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
    const changes = vi.fn();
    bob.on('ws:change', changes);
    const recorder = new KandyRecorder(bob);
    const { userId } = world.user('bob@x.com');
    world.emulator.faults.refuseConnections(userId);
    world.emulator.faults.dropSockets(userId);
    await seen(() => expect(bob.connection.getSocketState()).toBe('DISCONNECTED'));
    for (const text of ['one', 'two']) alice.conversation.create('bob@x.com').createMessage(text).send();
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['one', 'two']));
    world.emulator.faults.acceptConnections(userId);
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['one', 'two']));
    await seen(() => expect(bob.connection.getSocketState()).toBe('CONNECTED'));
    expect(changes.mock.calls.length).toBeGreaterThan(1);
    expect(recorder.types).toEqual(['conversations:change', 'messages:change']);
  });
});
