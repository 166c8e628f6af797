import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { createIdentityDirectory, type IdentityLookup, LookupIdentityDirectory } from '../../../src/identity/index.js';

const ME = { identity: 'me', userId: '8:acs:me' };
const PEOPLE: Record<string, string> = { alice: '8:acs:1', bob: '8:acs:2' };

let warnings: string[];
const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => void warnings.push(message),
  error: () => undefined,
};

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function startWith(part: Partial<IdentityLookup> = {}) {
  const lookup = {
    userIdOf: vi.fn((identity: string): unknown => Promise.resolve(PEOPLE[identity])),
    identitiesOf: vi.fn((userIds: readonly string[]): unknown => {
      const found = Object.entries(PEOPLE).filter(([, userId]) => userIds.includes(userId));
      return Promise.resolve(Object.fromEntries(found.map(([identity, userId]) => [userId, identity])));
    }),
    ...part,
  };
  return { lookup, directory: new LookupIdentityDirectory(lookup as unknown as IdentityLookup, ME, logger) };
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => isChatError(error) && error.code,
  );

describe('a directory of the app', () => {
  it('knows its own user without asking', async () => {
    const { directory, lookup } = startWith();
    expect(directory.identityOf('8:acs:me')).toBe('me');
    expect(await directory.userIdOf('me')).toBe('8:acs:me');
    expect(lookup.userIdOf).not.toHaveBeenCalled();
  });

  it('is asked once for all names that are needed in the same moment, and never again for them', async () => {
    const { directory, lookup } = startWith();
    await Promise.all([directory.prepare(['8:acs:1']), directory.prepare(['8:acs:2', '8:acs:1'])]);
    expect(directory.identityOf('8:acs:1')).toBe('alice');
    expect(lookup.identitiesOf).toHaveBeenCalledExactlyOnceWith(['8:acs:1', '8:acs:2']);
    expect(directory.prepare(['8:acs:1', '8:acs:2', '8:acs:me'])).toBeUndefined();
  });

  it('is asked for a user once', async () => {
    const { directory, lookup } = startWith();
    expect([await directory.userIdOf('bob'), await directory.userIdOf('bob')]).toEqual(['8:acs:2', '8:acs:2']);
    expect(lookup.userIdOf).toHaveBeenCalledOnce();
    expect(directory.identityOf('8:acs:2')).toBe('bob');
  });

  it('may answer at once, and with null', async () => {
    const { directory } = startWith({ userIdOf: (identity) => (identity === 'bob' ? '8:acs:2' : null) });
    expect(await directory.userIdOf('bob')).toBe('8:acs:2');
    expect(await directory.userIdOf('nobody')).toBeUndefined();
  });

  it('an Azure id stands for itself', async () => {
    const { directory, lookup } = startWith();
    expect(await directory.userIdOf('8:acs:9')).toBe('8:acs:9');
    expect(lookup.userIdOf).not.toHaveBeenCalled();
  });

  it('whoever is unknown is asked about again after a while only', async () => {
    const { directory, lookup } = startWith();
    await directory.prepare(['8:acs:9']);
    expect(directory.identityOf('8:acs:9')).toBe('8:acs:9');
    expect(directory.prepare(['8:acs:9'])).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10_001);
    await directory.prepare(['8:acs:9']);
    expect(lookup.identitiesOf).toHaveBeenCalledTimes(2);
  });
});

describe('a directory that does not do what it should', () => {
  it('answers too late: names are the Azure ids, and events go on after three seconds', async () => {
    const { directory } = startWith({ identitiesOf: () => new Promise(() => undefined) });
    let isReady = false;
    void directory.prepare(['8:acs:1'])?.then(() => (isReady = true));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(isReady).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(isReady).toBe(true);
    expect(directory.identityOf('8:acs:1')).toBe('8:acs:1');
    expect(warnings.join()).toContain('`identities.identitiesOf` did not answer within 3 s');
  });

  it('never answers for a user: sending to them says so', async () => {
    const { directory } = startWith({ userIdOf: () => new Promise(() => undefined) });
    const code = codeOf(directory.userIdOf('alice'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await code).toBe('unavailable');
  });

  it.each([
    [() => Promise.reject(new Error('secret of alice'))],
    [
      () => {
        throw new Error('secret of alice');
      },
    ],
  ])('fails: says which function did, and not what it said', async (fail) => {
    const { directory } = startWith({ userIdOf: fail, identitiesOf: fail });
    await directory.prepare(['8:acs:1']);
    expect(warnings.join()).toContain('`identities.identitiesOf` failed');
    expect(warnings.join()).not.toContain('secret');
    const failure: unknown = await directory.userIdOf('alice').catch((error: unknown) => error);
    expect(String(failure)).toContain('`identities.userIdOf` failed');
    expect(String(failure)).not.toContain('secret');
  });

  it.each([[7], ['alice'], [{}], [['8:acs:1']]])('answers %j for a user', async (answer) => {
    const { directory } = startWith({ userIdOf: (() => answer) as never });
    expect(await codeOf(directory.userIdOf('alice'))).toBe('service-error');
  });

  it.each([[7], [null], [undefined], ['text'], [{ '8:acs:1': 7 }], [['alice']]])(
    'answers %j for names',
    async (answer) => {
      const { directory } = startWith({ identitiesOf: (() => answer) as never });
      await directory.prepare(['8:acs:1']);
      expect(directory.identityOf('8:acs:1')).toBe('8:acs:1');
    },
  );

  it('changes its mind: what was shown stays', async () => {
    let name = 'alice';
    const { directory } = startWith({ identitiesOf: ([userId]) => ({ [userId!]: name }), userIdOf: () => '8:acs:1' });
    await directory.prepare(['8:acs:1']);
    name = 'mallory';
    await directory.userIdOf('mallory');
    expect(directory.identityOf('8:acs:1')).toBe('alice');
  });
});

describe('identities, as the app gives them', () => {
  it('a map', async () => {
    expect(await createIdentityDirectory(PEOPLE, ME, logger).userIdOf('bob')).toBe('8:acs:2');
  });

  it('nothing', async () => {
    expect(await createIdentityDirectory(undefined, ME, logger).userIdOf('bob')).toBeUndefined();
  });

  it.each([{ userIdOf: () => '8:acs:1' }, { identitiesOf: () => ({}) }])('one function of two is refused', (half) => {
    expect(() => createIdentityDirectory(half as unknown as IdentityLookup, ME, logger)).toThrow(/both functions/);
  });

  it('a map may have users with the names of the functions', async () => {
    expect(await createIdentityDirectory({ userIdOf: '8:acs:7' }, ME, logger).userIdOf('userIdOf')).toBe('8:acs:7');
  });
});
