import { decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deriveSessionKey } from '../../../src/server/session-key.js';
import { Sessions } from '../../../src/server/sessions.js';
import { DocumentStore } from '../../../src/server/store/index.js';
import { MemoryTextStore } from '../../../src/server/store/memory-text-store.js';

const audience = 'https://app.example.com/chat';
const secret = new TextEncoder().encode('a secret of a test, long enough for one');
const now = Date.parse('2026-03-01T12:00:00.750Z');
const expiresOn = new Date('2026-03-01T13:00:00.250Z');
const alice = { identity: 'alice', userId: '8:acs:1_alice' };

function sessionsOn(documents: DocumentStore): Sessions {
  return new Sessions({ key: deriveSessionKey(secret), audience, documents, now: () => now });
}

const newSessions = (): Sessions => sessionsOn(new DocumentStore(new MemoryTextStore()));

function withNodeCrypto(getBuiltinModule: unknown): void {
  vi.stubGlobal('process', Object.create(process, { getBuiltinModule: { value: getBuiltinModule } }));
}

const RUNTIMES: readonly { runtime: string; prepare: () => void; webSignatures: number }[] = [
  { runtime: 'Node', prepare: () => undefined, webSignatures: 0 },
  { runtime: 'a runtime without modules of Node', prepare: () => withNodeCrypto(undefined), webSignatures: 1 },
  { runtime: 'a runtime without this module', prepare: () => withNodeCrypto(() => undefined), webSignatures: 1 },
  {
    runtime: 'a runtime with a part of it',
    prepare: () => withNodeCrypto(() => ({ KeyObject: {} })),
    webSignatures: 1,
  },
];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe.each(RUNTIMES)('a session made in $runtime', ({ prepare, webSignatures }) => {
  it(`takes ${webSignatures} signatures of Web Crypto`, async () => {
    prepare();
    const sign = vi.spyOn(crypto.subtle, 'sign');
    await newSessions().issue(alice, expiresOn);
    expect(sign).toHaveBeenCalledTimes(webSignatures);
  });

  it('is a signed JWT as jose reads it', async () => {
    prepare();
    const session = await newSessions().issue(alice, expiresOn);
    expect(decodeProtectedHeader(session)).toEqual({ alg: 'HS256', typ: 'JWT' });
    const { payload } = await jwtVerify(session, await deriveSessionKey(secret), {
      algorithms: ['HS256'],
      audience,
      currentDate: new Date(now),
    });
    expect(payload).toEqual({
      uid: '8:acs:1_alice',
      gen: 0,
      iss: 'rethread-companion',
      aud: audience,
      sub: 'alice',
      iat: Date.parse('2026-03-01T12:00:00Z') / 1000,
      exp: Date.parse('2026-03-01T13:00:00Z') / 1000,
    });
  });

  it('is, to the letter, what jose would have made', async () => {
    prepare();
    const session = await newSessions().issue(alice, expiresOn);
    const same = new SignJWT(decodeJwt(session)).setProtectedHeader({ alg: 'HS256', typ: 'JWT' });
    expect(session).toBe(await same.sign(await deriveSessionKey(secret)));
  });

  it.each(['Zoë 😀', 'a"b\\c', '~?>', '\u007f'])('names %j', async (identity) => {
    prepare();
    const sessions = newSessions();
    const session = await sessions.issue({ ...alice, identity }, expiresOn);
    expect(await sessions.verify(session)).toEqual({ ...alice, identity });
  });

  it('is refused when a character of it was changed', async () => {
    prepare();
    const sessions = newSessions();
    const [header, , signature] = (await sessions.issue(alice, expiresOn)).split('.');
    const [, payload] = (await sessions.issue({ ...alice, identity: 'bob' }, expiresOn)).split('.');
    await expect(sessions.verify(`${header}.${payload}.${signature}`)).rejects.toMatchObject({
      code: 'session-invalid',
    });
  });

  it('is refused once another instance on the storage has revoked it, and its successor is not', async () => {
    prepare();
    const documents = new DocumentStore(new MemoryTextStore());
    const [sessions, others] = [sessionsOn(documents), sessionsOn(documents)];
    const session = await sessions.issue(alice, expiresOn);
    await others.revoke('alice');
    await expect(sessions.verify(session)).rejects.toMatchObject({ code: 'session-revoked' });
    expect(await others.verify(await sessions.issue(alice, expiresOn))).toEqual(alice);
  });
});

it('works with the sessions of an instance in another runtime', async () => {
  const documents = new DocumentStore(new MemoryTextStore());
  const inNode = await sessionsOn(documents).issue(alice, expiresOn);
  withNodeCrypto(undefined);
  const elsewhere = await sessionsOn(documents).issue(alice, expiresOn);
  expect(elsewhere).toBe(inNode);
});
