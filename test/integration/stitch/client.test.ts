import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConversationClient } from '../../../src/stitch/index.js';
import { encodeConnectionToken } from '../../../src/server/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { jwtOf, nextStitchEvent, StitchWorld } from '../../helper/stitch-world.js';

describe('ConversationClient', () => {
  let world: StitchWorld;

  beforeEach(async () => {
    world = await StitchWorld.start();
  });
  afterEach(() => world.stop());

  const record = (client: ConversationClient): string[] => {
    const heard: string[] = [];
    client.on('*', (name) => heard.push(name));
    return heard;
  };

  it('N-3 new ConversationClient asks nothing of anybody, whatever its options', () => {
    new ConversationClient();
    new ConversationClient(null);
    world.create();
    new ConversationClient({ debug: false, url: 'wss://ws.example', ips_url: 'https://api.example', environment: 'x' });
    expect(world.emulator.requests.count()).toBe(0);
  });

  it('§3.2 client.login: connecting and ready; disconnect and connect go away and come back', async () => {
    const client = world.create();
    const heard = record(client);
    const application = await client.login(jwtOf('John'));
    expect(client.application).toBe(application);
    expect(heard).toEqual(['connecting', 'ready']);
    await client.disconnect();
    await client.connect();
    expect(heard).toEqual(['connecting', 'ready', 'disconnect', 'ready']);
    await application.newConversationAndJoin();
  });

  it('§3.2 a connection that is lost: disconnect, reconnecting, reconnect', async () => {
    const client = world.create();
    await client.login(jwtOf('John'));
    const heard = record(client);
    world.emulator.faults.dropSockets();
    await vi.waitFor(() => expect(heard).toContain('reconnect'), PATIENCE);
    expect(heard).toEqual(['disconnect', 'reconnecting', 'reconnect']);
  });

  it('§3.4 client.login takes a connection token and an access token, and asks no exchange then', async () => {
    const { id, userId, token } = world.user('John');
    const exchangeToken = vi.fn();
    const connectionToken = encodeConnectionToken({ endpoint: world.emulator.endpoint, identity: id, userId, token });
    const [a, b] = await Promise.all([
      world.create({ exchangeToken }).login(connectionToken),
      world.create({ exchangeToken }).login(token),
    ]);
    expect([a.me.id, b.me.id]).toEqual(['USR-john', 'USR-john']);
    expect(exchangeToken).not.toHaveBeenCalled();
  });

  it('§3.4 ConversationClient.configure gives what the constructor’s azure does not', async () => {
    ConversationClient.configure(world.azure);
    const client = new ConversationClient();
    const application = await client.login(jwtOf('Kevin'));
    expect(application.me.name).toBe('Kevin');
    await client.logout();
  });

  it('§3.2 a login of somebody else replaces the Application, which is quiet from then on', async () => {
    const client = world.create();
    const first = await client.login(jwtOf('John'));
    const conversation = await world.conversation(first, 'CON-1', 'Kevin');
    const heard = vi.fn();
    conversation.on('*', heard);
    first.on('*', heard);
    const second = await client.login(jwtOf('Kevin'));
    expect(second.me.name).toBe('Kevin');
    expect(client.application).toBe(second);
    await (await second.getConversation('CON-1')).sendText('anybody?');
    await expect(conversation.sendText('no')).rejects.toMatchObject({
      name: 'NexmoClientError',
      type: 'error:acs:closed',
    });
    expect(heard).not.toHaveBeenCalled();
  });

  it('§3.2 a login of the same user again gives the same Application', async () => {
    const client = world.create();
    const first = await client.login(jwtOf('John'));
    await expect(client.createSession(world.user('John').token)).resolves.toBe(first);
    await first.newConversation();
  });

  it('§3.2 client.connect leaves a connection alone, and a login ends what disconnect began', async () => {
    const client = world.create();
    const john = await client.login(jwtOf('John'));
    const heard = record(client);
    await client.connect();
    await client.disconnect();
    await client.disconnect();
    await expect(client.login(jwtOf('John'))).resolves.toBe(john);
    expect(heard).toEqual(['disconnect', 'connecting', 'ready']);
    const conversation = await world.conversation(john, 'CON-1', 'Kevin');
    const received = nextStitchEvent(conversation, 'text');
    await (await (await world.login('Kevin')).getConversation('CON-1')).sendText('are you there?');
    await received;
  });

  it('§3.3 what was missed while the connection was away is told when it is back, once', async () => {
    const john = await world.login('John');
    const conversation = await world.conversation(john, 'CON-1', 'Kevin');
    const kevins = await (await world.login('Kevin')).getConversation('CON-1');
    const heard: string[] = [];
    conversation.on('text', (_, { body }) => heard.push(body.text));
    const { userId } = world.user('John');
    world.emulator.faults.refuseConnections(userId);
    world.emulator.faults.dropSockets(userId);
    for (const text of ['1', '2', '3']) await kevins.sendText(text);
    world.emulator.faults.acceptConnections(userId);
    await vi.waitFor(() => expect(heard).toHaveLength(3), PATIENCE);
    await kevins.sendText('4');
    await vi.waitFor(() => expect(heard).toHaveLength(4), PATIENCE);
    expect(heard).toEqual(['1', '2', '3', '4']);
  });

  it('§3.2 client.logout: nothing is told any more, and everything is refused', async () => {
    const client = world.create();
    const john = await client.login(jwtOf('John'));
    const conversation = await world.conversation(john, 'CON-1', 'Kevin');
    const kevins = await (await world.login('Kevin')).getConversation('CON-1');
    await kevins.startTyping();
    const heard = vi.fn();
    for (const emitter of [client, john, conversation]) emitter.on('*', heard);
    await client.logout();
    heard.mockClear();
    await kevins.sendText('anybody?');
    await kevins.leave();
    expect(client.application).toBeUndefined();
    await expect(conversation.sendText('no')).rejects.toMatchObject({ type: 'error:acs:closed' });
    await expect(john.getConversation('CON-1')).rejects.toMatchObject({ name: 'NexmoClientError' });
    await expect(john.newConversation()).rejects.toMatchObject({ name: 'NexmoClientError' });
    expect(heard).not.toHaveBeenCalled();
    await client.deleteSession();
  });

  it('§3.2 an expired token: the Application tells it with the group of errors, and updateToken goes on', async () => {
    const { userId } = world.user('John');
    const client = world.create({ exchangeToken: undefined });
    const john = await client.login((await world.emulator.issueToken(userId)).token);
    const told = nextStitchEvent(john, 'system:error:expired-token');
    const all = nextStitchEvent(john, '*');
    const failed = nextStitchEvent(client, 'error');
    await world.emulator.fault('tokenExpired', { userId });
    await expect(john.newConversation()).rejects.toMatchObject({ type: 'system:error:expired-token' });
    const error = { name: 'NexmoApiError', type: 'system:error:expired-token', detail: 'unauthorized' };
    await expect(told).resolves.toMatchObject(['Stitch-errors', error]);
    await expect(all).resolves.toMatchObject(['system:error:expired-token', 'Stitch-errors', error]);
    await expect(failed).resolves.toMatchObject([error]);

    await john.updateToken((await world.emulator.issueToken(userId)).token);
    await john.newConversationAndJoin();
  });

  it('§3.2 application.updateToken refuses the token of somebody else, without showing it', async () => {
    const john = await world.login('John');
    const { token } = world.user('Kevin');
    const error: unknown = await john.updateToken(token).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'NexmoApiError' });
    expect(String(error)).not.toContain(token.slice(0, 30));
    await john.newConversation();
  });

  it('§3.4 a token that exchangeToken gave is exchanged again when it runs out', async () => {
    const { userId, id } = world.user('John');
    const exchangeToken = vi.fn(async () => ({ ...(await world.emulator.issueToken(userId)), user: { id } }));
    const john = await world.create({ exchangeToken }).login('legacy');
    expect(exchangeToken).toHaveBeenCalledExactlyOnceWith('legacy');
    await world.emulator.fault('tokenExpired', { userId });
    await john.newConversation();
    expect(exchangeToken).toHaveBeenCalledTimes(2);
  });
});
