import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { StaticIdentityDirectory } from '../../../src/identity/index.js';

describe('StaticIdentityDirectory', () => {
  it('translates both ways', async () => {
    const directory = new StaticIdentityDirectory({ alice: '8:acs:1', bob: '8:acs:2' });
    expect(directory.identityOf('8:acs:2')).toBe('bob');
    await expect(directory.userIdOf('alice')).resolves.toBe('8:acs:1');
  });

  it('knows its own user, also against the map', async () => {
    const directory = new StaticIdentityDirectory(
      { me: '8:acs:9', alias: '8:acs:1' },
      { identity: 'me', userId: '8:acs:1' },
    );
    await expect(directory.userIdOf('me')).resolves.toBe('8:acs:1');
    expect(directory.identityOf('8:acs:1')).toBe('me');
    await expect(directory.userIdOf('alias')).resolves.toBe('8:acs:1');
  });

  it('shows the first of several names', () => {
    expect(new StaticIdentityDirectory({ al: '8:acs:1', alice: '8:acs:1' }).identityOf('8:acs:1')).toBe('al');
  });

  it.each([
    ['8:acs:resource_user', '8:acs:resource_user'],
    ['8:gcch-acs:resource_user', '8:gcch-acs:resource_user'],
    ['8:orgid:teams-user', '8:orgid:teams-user'],
    ['28:bot', '28:bot'],
    ['stranger', undefined],
    ['8 ball', undefined],
    ['8:acs:', undefined],
    ['', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
  ])('looks up %j as %j without a map', async (identity, userId) => {
    await expect(new StaticIdentityDirectory().userIdOf(identity)).resolves.toBe(userId);
  });

  it.each(['__proto__', 'constructor', 'toString'])('can hold somebody called %s', async (name) => {
    const map = JSON.parse(`{"${name}":"8:acs:1"}`) as Record<string, string>;
    const directory = new StaticIdentityDirectory(map);
    await expect(directory.userIdOf(name)).resolves.toBe('8:acs:1');
    expect(directory.identityOf('8:acs:1')).toBe(name);
    expect(directory.identityOf('__proto__')).toBe('__proto__');
  });

  it.each([[undefined], [null], [''], [7]])('refuses the user id %j', (userId) => {
    let failure: unknown;
    try {
      new StaticIdentityDirectory({ alice: userId as string });
    } catch (error) {
      failure = error;
    }
    expect(isChatError(failure, 'invalid-argument')).toBe(true);
    expect((failure as Error).message).toContain('"alice" must be as in { alice: "8:acs:…" }');
  });

  it('finds everybody again under the name it shows', async () => {
    const names = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(names, async (map) => {
        const directory = new StaticIdentityDirectory(map);
        for (const userId of Object.values(map)) {
          expect(await directory.userIdOf(directory.identityOf(userId))).toBe(userId);
        }
      }),
    );
  });
});

it.each([null, [], 'alice', 5])('names `identities` when it is %j', (identities) => {
  expect(() => new StaticIdentityDirectory(identities as never)).toThrow(/`identities`; the map must be as in/);
});
