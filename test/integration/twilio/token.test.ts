/* eslint-disable @typescript-eslint/no-deprecated -- deprecated members have to work, too */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { record } from '../../helper/event-recorder.js';
import { FastClock } from '../../helper/fast-clock.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { IN_PAGE, REALTIMES, TwilioWorld, type WorldUser } from '../../helper/twilio-world.js';

describe.each(REALTIMES)('the life of a token, realtime: %s', (realtime) => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
  });
  afterEach(() => world.stop());

  /** All tokens of the user end now; the new one is what the app's backend would give. */
  async function expire(identity: string): Promise<WorldUser> {
    await world.emulator.fault('tokenExpired', { userId: world.user(identity).userId });
    return world.newToken(identity);
  }

  it('§2.6 the same token again: resolves with the client, no traffic', async () => {
    const client = await world.client('alice');
    const events = record(client);
    const before = world.emulator.requests.count();
    await expect(client.updateToken(world.user('alice').connectionToken)).resolves.toBe(client);

    expect(world.emulator.requests.count()).toBe(before);
    expect(events.lines).toEqual([]);
  });

  it('§2.6 a new token while connected: no event, and it is used from then on', async () => {
    const client = await world.client('alice');
    const [conversation] = await world.conversation(client);
    const events = record(client);
    const { connectionToken } = await world.newToken('alice');
    await expect(client.updateToken(connectionToken)).resolves.toBe(client);
    expect(client.token).toBe(connectionToken);
    expect(events.about('connectionStateChanged')).toEqual([]);

    await expect(conversation!.sendMessage('with the new one')).resolves.toBe(0);
  });

  it('§2.6 a plain ACS token is taken too', async () => {
    const client = await world.client('alice');
    const { token } = await world.newToken('alice');
    await expect(client.updateToken(token)).resolves.toBe(client);
  });

  it('§2.6 a token of somebody else is refused, and the client goes on with its own', async () => {
    const client = await world.client('alice');
    const [conversation] = await world.conversation(client);
    const failure: unknown = await client
      .updateToken(world.user('bob').connectionToken)
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ message: 'Unauthorized', status: 401 });
    expect((failure as { body: { message: string } }).body.message).toContain('belongs to');
    expect(JSON.stringify(failure)).not.toContain(world.user('bob').token.slice(0, 40));
    expect(client.connectionState).toBe('connected');
    expect(client.token).toBe(world.user('alice').connectionToken);
    await expect(conversation!.sendMessage('still Alice')).resolves.toBe(0);
  });

  it('§2.6 a damaged token is refused, and the client goes on with its own', async () => {
    const client = await world.client('alice');
    await expect(client.updateToken(world.user('alice').connectionToken.slice(0, 50))).rejects.toThrow('damaged');
    expect(client.connectionState).toBe('connected');
  });

  it('§7.1 wrong arguments reject', async () => {
    const client = await world.client('alice');
    await expect(client.updateToken('')).rejects.toThrow('Argument 1 is expected to be a non-empty string');
  });

  it('§2.5 a denied client is revived', async () => {
    const { token } = await world.emulator.fault('tokenExpired', { userId: world.user('alice').userId });
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    await nextEvent(client, 'connectionStateChanged', (state) => state === 'denied');
    const events = record(client);
    const { connectionToken } = await world.newToken('alice');
    await expect(client.updateToken(connectionToken)).resolves.toBe(client);

    expect(events.lines.slice(-5)).toEqual([
      'client connectionStateChanged connecting',
      'client connectionStateChanged connected',
      'client userSubscribed alice',
      'client stateChanged initialized',
      'client initialized',
    ]);
    await expect(client.createConversation()).resolves.toMatchObject({ createdBy: 'alice' });
  });

  it('§2.5 a denied client that gets another bad token stays denied, and updateToken rejects', async () => {
    const { userId } = world.user('alice');
    const { token } = await world.emulator.fault('tokenExpired', { userId });
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    await nextEvent(client, 'connectionStateChanged', (state) => state === 'denied');
    const { token: another } = await world.emulator.fault('tokenExpired', { userId });

    await expect(client.updateToken(another)).rejects.toThrow();
    expect(client.connectionState).toBe('denied');
  });

  it('§2.6 the end of a token that ends while connected: warned, then disconnecting, tokenExpired, disconnected', async () => {
    const { userId } = world.user('alice');
    const { token } = await world.emulator.fault('tokenAboutToExpire', { userId, inMs: 4_000 });
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    const events = record(client);
    await nextEvent(client, 'initialized');
    await nextEvent(client, 'tokenAboutToExpire');
    await nextEvent(client, 'connectionStateChanged', (state) => state === 'disconnected');

    const lines = events.lines.map((line) => line.replace('client ', ''));
    expect(lines.slice(lines.indexOf('tokenAboutToExpire'))).toEqual([
      'tokenAboutToExpire',
      'connectionStateChanged disconnecting',
      'tokenExpired',
      'connectionStateChanged disconnected',
    ]);

    const { connectionToken } = await world.newToken('alice');
    const revival = record(client);
    await expect(client.updateToken(connectionToken)).resolves.toBe(client);
    await vi.waitFor(
      () =>
        expect(revival.lines).toEqual([
          'client connectionStateChanged connecting',
          'client connectionStateChanged connected',
        ]),
      PATIENCE,
    );
    await expect(client.createConversation()).resolves.toBeDefined();
  });

  it('§2.6 a new token given in the tokenExpired listener revives the client', async () => {
    const { userId } = world.user('alice');
    const { token } = await world.emulator.fault('tokenAboutToExpire', { userId, inMs: 2_000 });
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    const revived = new Promise((resolve) =>
      client.on('tokenExpired', () => {
        resolve(world.newToken('alice').then(({ connectionToken }) => client.updateToken(connectionToken)));
      }),
    );
    await expect(revived).resolves.toBe(client);
    await expect(client.createConversation()).resolves.toBeDefined();
    // The emulator may cut the new connection as well: tokens tell their end in whole seconds, so it comes a bit later.
    await vi.waitFor(() => expect(client.connectionState).toBe('connected'), PATIENCE);
  });

  it('§7.4 what was missed while the token had ended arrives as ordinary events', async () => {
    const bob = await world.client('bob');
    const alice = await world.client('alice');
    const [hers, his] = await world.conversation(alice, bob);
    await hers!.getMessages();
    await alice.updateToken((await world.newToken('alice')).token);
    const renewed = await expire('alice');
    await vi.waitFor(() => expect(alice.connectionState).not.toBe('connected'), PATIENCE);
    await his!.sendMessage('while you were away');

    const missed = nextEvent(alice, 'messageAdded');
    await alice.updateToken(renewed.connectionToken);
    expect(await missed).toMatchObject({ body: 'while you were away', author: 'bob' });
  });

  it('§2.6 a token revoked while connected is not silent: the next request rejects and the client says so', async () => {
    const client = await world.client('alice');
    const [conversation] = await world.conversation(client);
    const events = record(client);
    await expire('alice');
    await expect(conversation!.sendMessage('too late')).rejects.toMatchObject({ status: 401, message: 'Unauthorized' });

    await vi.waitFor(() => expect(client.connectionState).toBe('denied'), PATIENCE);
    expect(events.about('connectionError')).toEqual([
      'client connectionError {"terminal":true,"message":"Connection error: Invalid Access Token","httpStatusCode":401,"errorCode":20101}',
    ]);
    expect(events.lines.filter((line) => /Failed|failed/.test(line))).toEqual([]);

    await client.updateToken((await world.newToken('alice')).connectionToken);
    await vi.waitFor(() => expect(client.connectionState).toBe('connected'), PATIENCE);
    await expect(conversation!.sendMessage('back again')).resolves.toBe(0);
  });

  it('a tokenRefresher is asked when the service refuses, and the app notices nothing', async () => {
    let asked = 0;
    const tokenRefresher = async (): Promise<string> => {
      asked += 1;
      return (await world.newToken('alice')).token;
    };
    const client = await world.client('alice', { rethread: { tokenRefresher } });
    const [conversation] = await world.conversation(client);
    await world.emulator.fault('tokenExpired', { userId: world.user('alice').userId });

    await expect(conversation!.sendMessage('refreshed')).resolves.toBe(0);
    expect(asked).toBe(1);
  });
});

// The emulator has to live by the same clock, so not in a page.
describe.skipIf(IN_PAGE)('with a tokenRefresher', () => {
  const clock = new FastClock();
  let world: TwilioWorld;

  beforeEach(async () => {
    clock.install();
    world = await TwilioWorld.start();
  });
  afterEach(async () => {
    await clock.during(world.stop());
    clock.uninstall();
  });

  it('a token is replaced before it ends, and the app notices nothing', async () => {
    const { userId } = world.user('alice');
    const { token } = await world.emulator.fault('tokenAboutToExpire', { userId, inMs: 40_000 });
    let asked = 0;
    const tokenRefresher = async (): Promise<string> => {
      asked += 1;
      return (await world.newToken('alice')).token;
    };
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint, tokenRefresher } }, token);
    const problems: string[] = [];
    client.on('tokenExpired', () => problems.push('tokenExpired'));
    client.on('connectionError', ({ message }) => problems.push(message));
    const [conversation] = await clock.during(world.conversation(client));
    await clock.pass(60_000);

    await expect(clock.during(conversation!.sendMessage('still here'))).resolves.toBe(0);
    expect([asked, problems, client.connectionState]).toEqual([1, [], 'connected']);
    expect(world.emulator.requests.list({ userId }).filter(({ status }) => status === 401)).toEqual([]);
  });
});
