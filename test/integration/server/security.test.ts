import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalizeCompanionOptions } from '../../../src/server/companion-options.js';
import { assembleCompanion } from '../../../src/server/companion.js';
import { createCompanion } from '../../../src/server/index.js';
import { deriveSessionKey } from '../../../src/server/session-key.js';
import {
  ask,
  type CompanionUser,
  type CompanionWorld,
  fetchToken,
  PUBLIC_URL,
  startCompanionWorld,
} from '../../helper/companion-world.js';

let world: CompanionWorld;
let alice: CompanionUser;
let mallory: CompanionUser;
let path: string;

beforeAll(async () => {
  world = await startCompanionWorld();
  [alice, mallory] = await Promise.all([world.login('alice'), world.login('mallory')]);
  const { body } = await alice.ask('POST', '/conversations', {
    body: { uniqueName: 'secret', topic: 'Secret', metadata: {} },
  });
  path = `/conversations/${encodeURIComponent(body.id)}`;
});

afterAll(() => world.stop());

const codeOf = (reply: { status: number; body: { code: string } }) => `${reply.status} ${reply.body.code}`;
const bearer = (session: string | undefined) => ({ headers: { authorization: `Bearer ${session ?? ''}` } });

describe('a login that is missing or wrong', () => {
  it('gets no token', async () => {
    expect(codeOf(await ask(world.companion, 'GET', '/token'))).toBe('401 unauthenticated');
    expect(codeOf(await ask(world.companion, 'GET', '/token?identity=alice'))).toBe('401 unauthenticated');
    expect(codeOf(await fetchToken(world.companion, 'mallory', '?identity=alice'))).toBe('403 identity-mismatch');
    expect((await fetchToken(world.companion, 'alice', '?identity=alice')).status).toBe(200);
  });

  it.each([undefined, 17, {}, '', true])('counts %j of `authenticate` as nobody, or refuses it', async (answer) => {
    const companion = createCompanion({ ...world.options, authenticate: () => answer as never });
    expect((await ask(companion, 'GET', '/token')).status).toBe(answer === undefined ? 401 : 400);
  });

  it('says nothing of why the app’s own code failed', async () => {
    const companion = createCompanion({
      ...world.options,
      authenticate: () => Promise.reject(new RangeError('password hunter2 is wrong')),
    });
    expect(codeOf(await ask(companion, 'GET', '/token'))).toBe('500 authenticate-failed');
    expect(world.log.at('error').join('\n')).toContain('RangeError');
    expect(world.log.lines.join('\n')).not.toContain('hunter2');
  });
});

describe('a session', () => {
  const claims = () => ({ uid: alice.userId, gen: 0 });
  const sign = (
    key: CryptoKey | Uint8Array,
    { issuer = 'rethread-companion', audience = PUBLIC_URL, seconds = 60 } = {},
  ) =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('alice')
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(key);

  it('has to be of this companion', async () => {
    const key = await deriveSessionKey(normalizeCompanionOptions(world.options).secret);
    const [header = '', payload = '', signature = ''] = (alice.session ?? '').split('.');
    const none = new UnsecuredJWT(claims()).setIssuer('rethread-companion').setAudience(PUBLIC_URL).setSubject('alice');
    const forged = {
      'signed by somebody else': await sign(new TextEncoder().encode('x'.repeat(32))),
      'of another issuer': await sign(key, { issuer: 'somebody' }),
      'of another companion': await sign(key, { audience: 'https://other.example.com' }),
      'without a signature': none.setIssuedAt().setExpirationTime('1h').encode(),
      'with its signature cut off': `${header}.${payload}.`,
      'with another payload': `${header}.${(mallory.session ?? '').split('.')[1] ?? ''}.${signature}`,
      'an access token of ACS': alice.token,
      'no token': 'nonsense',
    };
    for (const [what, session] of Object.entries(forged)) {
      expect(codeOf(await ask(world.companion, 'GET', '/mine', bearer(session))), what).toBe('401 session-invalid');
    }
    expect((await ask(world.companion, 'GET', '/mine', bearer(await sign(key)))).status).toBe(200);
    const old = await ask(world.companion, 'GET', '/mine', bearer(await sign(key, { seconds: -1 })));
    expect(codeOf(old)).toBe('401 session-expired');
    expect(codeOf(await ask(world.companion, 'GET', '/mine'))).toBe('401 session-invalid');
  });

  it('ends with the access token', async () => {
    let now = Date.now();
    const companion = assembleCompanion(normalizeCompanionOptions(world.options), () => now);
    const user = await world.login('early', companion);
    expect((await user.ask('GET', '/mine')).status).toBe(200);
    now += 60 * 60_000;
    expect(codeOf(await user.ask('GET', '/mine'))).toBe('401 session-expired');
  });

  it('is refused after a revocation, and so is the access token', async () => {
    const trent = await world.login('trent');
    await trent.ask('POST', `${path}/join`);
    expect((await trent.ask('GET', `${path}/participants`)).status).toBe(200);
    await world.companion.revoke('trent');
    expect(codeOf(await trent.ask('GET', `${path}/participants`))).toBe('401 session-revoked');
    const again = await world.login('trent');
    const replayed = await again.ask('GET', `${path}/participants`, { headers: { 'x-acs-token': trent.token } });
    expect(codeOf(replayed)).toBe('401 acs-token-invalid');
    expect((await again.ask('GET', `${path}/participants`)).status).toBe(200);
    await world.companion.revoke('nobody at all');
  });

  it('is of no use with the access token of somebody else, or a forged one', async () => {
    const get = (token: string | undefined) =>
      mallory.ask('GET', `${path}/participants`, { headers: { 'x-acs-token': token } });
    expect(codeOf(await get(alice.token))).toBe('403 identity-mismatch');
    expect(codeOf(await get(undefined))).toBe('401 acs-token-invalid');
    expect(codeOf(await get('opaque'))).toBe('403 identity-mismatch');
    const own = mallory.token.split('.');
    expect(codeOf(await get(`${own[0] ?? ''}.${own[1] ?? ''}.forged`))).toBe('401 acs-token-invalid');
    expect(codeOf(await get(mallory.token))).toBe('403 forbidden');
    const create = await mallory.ask('POST', '/conversations', {
      body: { uniqueName: 'forged', topic: 'x', metadata: {} },
      headers: { 'x-acs-token': `${own[0] ?? ''}.${own[1] ?? ''}.forged` },
    });
    expect(codeOf(create)).toBe('401 acs-token-invalid');
    expect(
      (await mallory.ask('POST', '/conversations', { body: { uniqueName: 'forged', topic: 'x', metadata: {} } }))
        .status,
    ).toBe(201);
  });
});

describe('pages of other origins', () => {
  const origin = 'https://page.example.com';
  const preflight = (companion: CompanionWorld['companion'], from: string) =>
    ask(companion, 'OPTIONS', '/mine', {
      headers: {
        origin: from,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'x-acs-token',
      },
    });

  it('may not ask unless they are named', async () => {
    const { headers } = await ask(world.companion, 'GET', '/health', { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(world.companion, origin)).headers.get('access-control-allow-origin')).toBeNull();
    const named = createCompanion({ ...world.options, cors: { origins: [origin], credentials: true } });
    for (const other of ['https://page.example.com.evil.org', 'http://page.example.com', 'null']) {
      const refused = await ask(named, 'GET', '/health', { headers: { origin: other } });
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('may ask when they are named, and read what was refused', async () => {
    const named = createCompanion({ ...world.options, cors: { origins: [origin], credentials: true } });
    const { status, headers } = await preflight(named, origin);
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': expect.stringContaining('x-acs-token'),
      'access-control-allow-methods': expect.stringContaining('PATCH'),
    });
    for (const to of ['/mine', '/nothing']) {
      const refused = await ask(named, 'GET', to, { headers: { origin } });
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
      expect(refused.headers.get('content-type')).toBe('application/problem+json');
    }
  });
});
