/* eslint-disable @typescript-eslint/no-deprecated -- deprecated members have to work, too */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from '../../../src/identity/base64url.js';
import { Client, type ClientOptions } from '../../../src/index.js';
import { type EventRecorder, record } from '../../helper/event-recorder.js';
import { makeJwt } from '../../helper/make-jwt.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

const DISCONNECTED = 'initFailed {"terminal":true,"message":"Twilsock has disconnected."}';
const EXPIRED =
  '{"terminal":true,"message":"Connection error: Access Token expired","httpStatusCode":401,"errorCode":20104}';
const REFUSED =
  '{"terminal":true,"message":"Connection error: Invalid Access Token","httpStatusCode":401,"errorCode":20101}';

const toldBy = (events: EventRecorder): string[] => events.lines.map((line) => line.replace('client ', ''));

describe.each(REALTIMES)('a start that fails, realtime: %s', (realtime) => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
  });
  afterEach(() => world.stop());

  it('§2.5 a token that the service refuses', async () => {
    const token = `${world.user('alice').token.slice(0, -8)}AAAAAAAA`;
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    const events = record(client);
    await nextEvent(client, 'connectionError');

    expect(toldBy(events)).toEqual([
      'connectionStateChanged connecting',
      'connectionStateChanged denied',
      'stateChanged failed',
      DISCONNECTED,
      `connectionError ${REFUSED}`,
      'stateChanged failed',
      `initFailed ${REFUSED}`,
    ]);
    expect(client.connectionState).toBe('denied');
  });

  it('§2.5 a token that has expired: tokenExpired, and code 20104', async () => {
    const { token } = await world.emulator.fault('tokenExpired', { userId: world.user('alice').userId });
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    const events = record(client);
    await nextEvent(client, 'connectionError');

    expect(toldBy(events)).toEqual([
      'connectionStateChanged connecting',
      'connectionStateChanged denied',
      'stateChanged failed',
      DISCONNECTED,
      'tokenExpired',
      `connectionError ${EXPIRED}`,
      'stateChanged failed',
      `initFailed ${EXPIRED}`,
    ]);
  });

  it('§2.5 methods that waited, and those called afterwards, reject', async () => {
    const { token } = await world.emulator.fault('tokenExpired', { userId: world.user('alice').userId });
    const client = world.create('alice', { rethread: { endpoint: world.emulator.endpoint } }, token);
    await expect(client.getSubscribedConversations()).rejects.toMatchObject({ message: 'Unauthorized', status: 401 });
    await expect(client.createConversation()).rejects.toMatchObject({ status: 401, body: { code: 20101 } });
    await expect(client.getConversationBySid('19:x@thread.v2')).rejects.toThrow('Unauthorized');
    expect(() => client.reachabilityEnabled).toThrow('not initialized');
  });

  it('§2.3 Client.create resolves with a denied client, and rejects with the plain problem only when asked to', async () => {
    const { token } = await world.emulator.fault('tokenExpired', { userId: world.user('alice').userId });
    const options: ClientOptions = { rethread: { ...world.options.rethread, endpoint: world.emulator.endpoint } };
    const client = world.own(await Client.create(token, options));
    expect(client.connectionState).toBe('denied');

    const failure: unknown = await Client.create(token, { ...options, throwErrorsAlways: true }).catch(
      (e: unknown) => e,
    );
    expect(failure).toEqual(JSON.parse(EXPIRED));
    expect(failure).not.toBeInstanceOf(Error);
  });

  it('§2.5 a server that cannot be reached, and then can', async () => {
    const { userId } = world.user('alice');
    await world.emulator.fault('cut', { userId });
    const client = world.create('alice');
    const events = record(client);
    await nextEvent(client, 'connectionStateChanged', (state) => state === 'retrying');

    const problem = /^\{"terminal":false,"message":"Socket error: .+","httpStatusCode":null,"errorCode":null\}$/;
    const lines = toldBy(events);
    expect(lines.map((line) => line.replace(/\{.*/, '…'))).toEqual([
      'connectionStateChanged connecting',
      'connectionError …',
      'stateChanged failed',
      'initFailed …',
      'connectionStateChanged retrying',
    ]);
    expect(lines[1]!.replace('connectionError ', '')).toMatch(problem);
    expect(lines[3]).toBe(lines[1]!.replace('connectionError', 'initFailed'));
    await expect(client.getUser('bob')).rejects.toThrow('disconnected');

    events.clear();
    await nextEvent(client, 'connectionError');
    await world.emulator.fault('restore', { userId });
    await nextEvent(client, 'initialized');

    expect(toldBy(events).filter((line) => /Failed|failed/.test(line))).toEqual([]);
    expect(toldBy(events).slice(-4)).toEqual([
      'connectionStateChanged connected',
      'userSubscribed alice',
      'stateChanged initialized',
      'initialized',
    ]);
    await expect(client.getUser('bob')).resolves.toMatchObject({ identity: 'bob' });
  });

  it('§2.5 a service that answers 500: no denied, retried', async () => {
    world.emulator.faults.add({ kind: 'answer', status: 500, path: /chat\/threads$/, times: Infinity });
    const client = world.create('alice');
    const events = record(client);
    await nextEvent(client, 'connectionStateChanged', (state) => state === 'retrying');
    world.emulator.faults.clear();
    await nextEvent(client, 'initialized');

    const lines = toldBy(events);
    expect(lines).not.toContain('connectionStateChanged denied');
    expect(lines.find((line) => line.startsWith('initFailed'))).toContain('"terminal":false');
  });
});

interface BadSetUp {
  readonly what: string;
  readonly token: (world: TwilioWorld) => string;
  readonly options?: ClientOptions;
  /** What the message names. */
  readonly names: RegExp;
}

const rebuilt = (world: TwilioWorld, change: Record<string, unknown>): string => {
  const { connectionToken } = world.user('alice');
  const fields = JSON.parse(decodeBase64Url(connectionToken.slice(4))) as object;
  return `rt1.${encodeBase64Url(JSON.stringify({ ...fields, ...change }))}`;
};

const BAD_SET_UPS: BadSetUp[] = [
  {
    what: 'a connection token that was cut off',
    token: (world) => world.user('alice').connectionToken.slice(0, 60),
    names: /connection token; it is damaged or cut off/,
  },
  {
    what: 'a connection token of a later version',
    token: (world) => world.user('alice').connectionToken.replace('rt1.', 'rt9.'),
    names: /connection token; it does not begin with "rt1\."/,
  },
  {
    what: 'a connection token without an identity',
    token: (world) => rebuilt(world, { identity: undefined }),
    names: /`identity` must be a non-empty string/,
  },
  {
    what: 'a connection token with a number for a user id',
    token: (world) => rebuilt(world, { userId: 7 }),
    names: /`userId` must be a non-empty string/,
  },
  {
    what: 'a connection token with an access token of somebody else',
    token: (world) => rebuilt(world, { token: world.user('bob').token }),
    names: /`userId` is .*, but the access token belongs to/,
  },
  {
    what: 'an endpoint with an unknown scheme',
    token: (world) => world.user('alice').token,
    options: { rethread: { endpoint: 'ftp://contoso.communication.azure.com' } },
    names: /`endpoint` is not an https:\/\/ address/,
  },
  {
    what: 'an http endpoint that is not on this machine',
    token: (world) => world.user('alice').token,
    options: { rethread: { endpoint: 'http://contoso.communication.azure.com' } },
    names: /`endpoint` begins with http:\/\//,
  },
  {
    what: 'an http endpoint in a connection token that is not on this machine',
    token: (world) => rebuilt(world, { endpoint: 'http://10.0.0.1:8080' }),
    names: /`endpoint` begins with http:\/\//,
  },
  {
    what: 'an endpoint that is no URL',
    token: (world) => world.user('alice').token,
    options: { rethread: { endpoint: 'contoso' } },
    names: /`endpoint` is not an https:\/\/ address/,
  },
  {
    what: 'an access token without an endpoint',
    token: (world) => world.user('alice').token,
    names: /`endpoint`.*configure\(\{ endpoint \}\)/,
  },
  {
    what: 'an access token that does not tell its user',
    token: () => makeJwt({ exp: 4e9 }),
    options: { rethread: { endpoint: 'https://contoso.communication.azure.com' } },
    names: /configure\(\{ userId \}\)/,
  },
  {
    what: 'an identity map with a number in it',
    token: (world) => world.user('alice').connectionToken,
    options: { rethread: { identities: { bob: 7 as unknown as string } } },
    names: /`identities`; "bob" must be as in/,
  },
  {
    what: 'no identity map but null',
    token: (world) => world.user('alice').connectionToken,
    options: { rethread: { identities: null as unknown as Record<string, string> } },
    names: /`identities`; the map must be as in/,
  },
];

describe('what the app passed cannot be used', () => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });

  it.each(BAD_SET_UPS)('$what: names the field, fails for good, never shows the token', async (set) => {
    const printed: string[] = [];
    for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const) {
      vi.spyOn(console, method).mockImplementation(
        (...args: unknown[]) => void printed.push(args.map(String).join(' ')),
      );
    }
    const token = set.token(world);
    const client = world.own(new Client(token, set.options));
    const events = record(client);
    const rejection: unknown = await client.getSubscribedConversations().catch((error: unknown) => error);
    await vi.waitFor(() => expect(events.about('initFailed')).toHaveLength(1), PATIENCE);

    const kinds = events.lines.map((line) => line.replace(/ \{.*/, ''));
    expect(kinds).toEqual([
      'client connectionStateChanged connecting',
      'client connectionStateChanged denied',
      'client connectionError',
      'client stateChanged failed',
      'client initFailed',
    ]);
    const { message, terminal } = events.entries[2]!.payload as { message: string; terminal: boolean };
    expect(message).toMatch(set.names);
    expect(terminal).toBe(true);
    expect(rejection).toMatchObject({ message });
    expect(printed.join('\n')).toMatch(set.names);

    const seen = [JSON.stringify(events.entries), String((rejection as Error).stack), ...printed].join('\n');
    for (const secret of [token, world.user('alice').token, world.user('bob').token]) {
      // Any part of it would do harm: the middle of a token is its content.
      for (let at = 0; at + 24 <= secret.length; at += 12) expect(seen).not.toContain(secret.slice(at, at + 24));
    }
  });

  it('a later token mends it', async () => {
    const client = world.own(new Client(world.user('alice').connectionToken.slice(0, 60)));
    await nextEvent(client, 'initFailed');
    const events = record(client);
    await expect(client.updateToken(world.user('alice').connectionToken)).resolves.toBe(client);

    expect(toldBy(events)).toEqual([
      'connectionStateChanged connecting',
      'connectionStateChanged connected',
      'userSubscribed alice',
      'stateChanged initialized',
      'initialized',
    ]);
  });
});
