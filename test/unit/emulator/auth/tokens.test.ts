import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { IdentityRegistry } from '../../../../src/emulator/auth/identity-registry.js';
import { isAllowed, type Permission } from '../../../../src/emulator/auth/scopes.js';
import { createTokenAuthority, peekUserId } from '../../../../src/emulator/auth/tokens.js';

const RESOURCE = '0b8d24c4-9a67-4dd8-acc8-3cafb69a8810';
const KEY = Buffer.from('a key for tests').toString('base64');
const HOUR_MS = 3_600_000;

describe('the token authority', () => {
  let now: number;
  let identities: IdentityRegistry;
  const authority = (key = KEY) => createTokenAuthority(identities, key, () => now);

  beforeEach(() => {
    now = Date.UTC(2026, 10, 20);
    identities = new IdentityRegistry(RESOURCE);
  });

  it('says in the token whose it is and what for', async () => {
    const userId = identities.create();
    const { token, expiresOn } = await authority().issue(userId, ['chat', 'voip'], HOUR_MS);
    expect(decodeJwt(token)).toMatchObject({
      skypeid: userId.slice(2),
      scp: 'chat voip',
      iat: now / 1000,
      exp: (now + HOUR_MS) / 1000,
      resourceId: RESOURCE,
    });
    expect(expiresOn.getTime()).toBe(now + HOUR_MS);
    expect(await authority().verify(token)).toEqual({ userId, scopes: ['chat', 'voip'] });
    expect(peekUserId(token)).toBe(userId);
  });

  it('keeps the time of the emulator', async () => {
    const { token } = await authority().issue(identities.create(), ['chat'], HOUR_MS);
    now += HOUR_MS;
    expect(await authority().verify(token)).toBeUndefined();
  });

  it.each([
    ['nonsense', () => Promise.resolve('nonsense')],
    ['nothing', () => Promise.resolve('')],
    [
      'a token of another key',
      async () =>
        (await authority(Buffer.from('other').toString('base64')).issue(identities.create(), ['chat'], HOUR_MS)).token,
    ],
    [
      'an unsigned token',
      async () => {
        const { token } = await authority().issue(identities.create(), ['chat'], HOUR_MS);
        const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
        return `${header}.${token.split('.')[1]!}.`;
      },
    ],
    [
      'a token of nobody',
      async () => (await authority().issue(`8:acs:${RESOURCE}_${RESOURCE}`, ['chat'], HOUR_MS)).token,
    ],
  ])('refuses %s', async (_, make) => {
    expect(await authority().verify(await make())).toBeUndefined();
  });

  it('ends what was issued so far, and only that', async () => {
    const userId = identities.create();
    const issue = async () => (await authority().issue(userId, ['chat'], HOUR_MS)).token;
    const first = await issue();
    identities.endTokens(userId, now + 1000);
    const second = await issue();
    now += 999;
    expect(await authority().verify(first)).toBeDefined();
    now += 1;
    expect(await authority().verify(first)).toBeUndefined();
    expect(await authority().verify(second)).toBeDefined();
    identities.endTokens(userId, now);
    expect(await authority().verify(second)).toBeUndefined();
  });

  it('does not revive what ended earlier', async () => {
    const userId = identities.create();
    const { token } = await authority().issue(userId, ['chat'], HOUR_MS);
    identities.endTokens(userId, now);
    identities.endTokens(userId, now + HOUR_MS);
    expect(await authority().verify(token)).toBeUndefined();
  });

  it('refuses the tokens of a deleted identity', async () => {
    const userId = identities.create();
    const { token } = await authority().issue(userId, ['chat'], HOUR_MS);
    identities.delete(userId);
    expect(await authority().verify(token)).toBeUndefined();
  });
});

describe('isAllowed', () => {
  it.each<[string, Permission[]]>([
    ['chat', ['takePart', 'manageParticipants', 'manageThreads']],
    ['chat.join', ['takePart', 'manageParticipants']],
    ['chat.join.limited', ['takePart']],
    ['voip', []],
    ['voip.join', []],
    ['toString', []],
  ])('gives %s exactly %j', (scope, expected) => {
    const permissions: Permission[] = ['takePart', 'manageParticipants', 'manageThreads'];
    expect(permissions.filter((permission) => isAllowed([scope], permission))).toEqual(expected);
  });
});
