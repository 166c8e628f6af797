import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../../src/emulator/index.js';
import { decodeConnectionToken } from '../../../src/identity/index.js';
import { createCompanion, toNodeListener } from '../../../src/server/index.js';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import {
  ask,
  type CompanionUser,
  type CompanionWorld,
  fetchToken,
  startCompanionWorld,
} from '../../helper/companion-world.js';

let world: CompanionWorld;
let alice: CompanionUser;

beforeAll(async () => {
  world = await startCompanionWorld();
  alice = await world.login('alice');
});

afterAll(() => world.stop());

const codeOf = (reply: { status: number; body: { code: string } }) => `${reply.status} ${reply.body.code}`;

describe('identities', () => {
  it.each([
    'a/b',
    'a@b.example',
    '😀'.repeat(128),
    'x'.repeat(256),
    'a b',
    '%2e%2e',
    '__proto__',
    'a:b\\c',
    '..a',
    '?#&',
  ])('may read %j', async (identity) => {
    const user = await world.login(identity);
    expect(user.identity).toBe(identity);
    expect((await world.login(identity)).userId).toBe(user.userId);
    const profile = await user.ask('PATCH', `/users/${encodeURIComponent(identity)}`, { body: { friendlyName: 'F' } });
    expect(profile).toMatchObject({ status: 200, body: { identity, userId: user.userId } });
    const found = await alice.ask('POST', '/users/lookup', { body: { identities: [identity] } });
    expect(found.body.users).toMatchObject([{ identity, userId: user.userId }]);
  });

  it('are told apart by case', async () => {
    const users = await Promise.all(['CASE', 'case', 'Case'].map((identity) => world.login(identity)));
    expect(new Set(users.map(({ userId }) => userId)).size).toBe(3);
  });

  it.each(['x'.repeat(257), '😀'.repeat(128) + 'x', '.', '..', 'a\nb', 'a\u0000b'])(
    'may not read %j',
    async (identity) => {
      const { status, body } = await fetchToken(world.companion, identity);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-identity' });
      expect(body.detail).toMatch(/^unable to issue a token; the identity must /);
      const lookUp = await alice.ask('POST', '/users/lookup', { body: { identities: [identity], create: true } });
      expect(codeOf(lookUp)).toBe('400 invalid-request');
      expect(lookUp.body.detail).toContain('`identities.0`');
    },
  );
});

describe('requests', () => {
  it.each([
    ['GET', '/nothing', '404 no-such-route', null],
    ['GET', '/', '404 no-such-route', null],
    ['DELETE', '/token', '405 method-not-allowed', 'GET, POST'],
    ['GET', '/users/lookup', '405 method-not-allowed', 'POST'],
    ['GET', '/users/alice', '405 method-not-allowed', 'PATCH'],
    ['PATCH', '/conversations/x/join', '405 method-not-allowed', 'POST'],
  ])('to the wrong place are told so: %s %s', async (method, path, code, allow) => {
    const reply = await alice.ask(method, path);
    expect(codeOf(reply)).toBe(code);
    expect(reply.headers.get('allow')).toBe(allow);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    ['{', '400 invalid-json'],
    ['"text"', '400 invalid-request'],
    ['[]', '400 invalid-request'],
    ['null', '400 invalid-request'],
    ['', '400 invalid-request'],
    ['{"conversationId":17}', '400 invalid-request'],
    [`{"conversationId":"x","notificationLevel":"loud"}`, '400 invalid-request'],
  ])('with the body %s are refused', async (body, code) => {
    const reply = await alice.ask('PATCH', '/mine', { body });
    expect(codeOf(reply)).toBe(code);
    expect(reply.body.detail).toMatch(/^unable to read the request; /);
  });

  it('that nest too deep are refused', async () => {
    const body = `{"attributes":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect((await alice.ask('PATCH', '/users/alice', { body })).status).toBeGreaterThanOrEqual(400);
    expect((await alice.ask('PATCH', '/users/alice', { body })).status).toBeLessThan(500);
  });

  it('that are too large are refused before they are read', async () => {
    const listening = createServer(toNodeListener(world.companion)).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    // A terabyte is announced, and none of it is sent.
    socket.write('PATCH /mine HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000000\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
    // Without an announcement it is read as far as it may go.
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'PATCH', body: endless, duplex: 'half' };
    const response = await world.companion.fetch(new Request('https://app.example.com/mine', init));
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(300_000);
    listening.closeAllConnections();
    listening.close();
  });
});

describe('the answer of /token', () => {
  it('is JSON or text, as the header says', async () => {
    const get = async (accept: string | undefined, tokenFormat?: 'json' | 'text') => {
      const companion = tokenFormat ? createCompanion({ ...world.options, tokenFormat }) : world.companion;
      const reply = await ask(companion, 'GET', '/token', { headers: { 'x-login': 'alice', accept } });
      expect(reply.headers.get('cache-control')).toBe('no-store');
      return reply.body;
    };
    for (const body of [await get(undefined), await get('*/*'), await get('application/json', 'text')]) {
      expect(decodeConnectionToken(body.token).identity).toBe('alice');
    }
    for (const body of [await get('text/plain'), await get(undefined, 'text'), await get('*/*', 'text')]) {
      expect(decodeConnectionToken(body as unknown as string).identity).toBe('alice');
    }
  });
});

describe('while ACS does not do its part', () => {
  it('tokens are refused with an error that says to try again', async () => {
    const { emulator } = world;
    emulator.faults.add({ kind: 'answer', status: 503, path: /^\/identities/, times: 1 });
    const refused = await fetchToken(world.companion, 'alice');
    expect(codeOf(refused)).toBe('503 unavailable');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await fetchToken(world.companion, 'alice')).status).toBe(200);
  });

  it('the first creation of a user leaves nothing behind that would stop the next', async () => {
    world.emulator.faults.add({ kind: 'answer', status: 503, path: /^\/identities$/, times: 1 });
    expect(codeOf(await fetchToken(world.companion, 'unlucky'))).toBe('503 unavailable');
    expect((await fetchToken(world.companion, 'unlucky')).status).toBe(200);
  });

  it('nothing is lost when it is not there at all', async () => {
    const emulator = await startEmulator();
    const companion = createCompanion({ ...world.options, acs: { connectionString: emulator.connectionString } });
    expect((await fetchToken(companion, 'alice')).status).toBe(200);
    await emulator.stop();
    expect(codeOf(await fetchToken(companion, 'alice'))).toBe('503 unavailable');
    expect((await ask(companion, 'GET', '/health')).status).toBe(200);
  });

  it('a key that ACS refuses is not the client’s fault', async () => {
    const connectionString = world.emulator.connectionString.replace(/accesskey=.*$/, 'accesskey=d3Jvbmc=');
    const companion = createCompanion({ ...world.options, acs: { connectionString } });
    expect(codeOf(await fetchToken(companion, 'alice'))).toBe('502 service-error');
  });

  it('members are told, and names stay taken', async () => {
    const { body } = await alice.ask('POST', '/conversations', {
      body: { uniqueName: 'kept', topic: 'Kept', metadata: {} },
    });
    const { faults } = world.emulator;
    faults.add({ kind: 'answer', status: 500, path: /^\/chat\/threads\//, times: 1 });
    const path = `/conversations/${encodeURIComponent(body.id)}/participants`;
    expect(codeOf(await alice.ask('GET', path))).toBe('503 unavailable');
    faults.add({ kind: 'answer', status: 500, path: /^\/chat\/threads\//, times: 1 });
    const taken = await alice.ask('POST', '/conversations', { body: { uniqueName: 'kept', topic: 'x', metadata: {} } });
    expect(codeOf(taken)).toBe('503 unavailable');
    faults.add({ kind: 'answer', status: 429, retryAfterSeconds: 7, path: /^\/chat\/threads\//, times: 1 });
    const limited = await alice.ask('GET', path);
    expect([codeOf(limited), limited.headers.get('retry-after')]).toEqual(['429 rate-limited', '7']);
    expect((await alice.ask('GET', path)).status).toBe(200);
  });
});
