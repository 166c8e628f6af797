import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemberList } from '../../../src/core/member-list.js';
import type { MemberRecord } from '../../../src/core/model.js';
import type { Page } from '../../../src/core/ports.js';

const member = (userId: string, displayName = userId): MemberRecord => ({ userId, displayName, metadata: {} });
const pageOf = (...ids: string[]): Page<MemberRecord> => ({ items: ids.map((id) => member(id)) });

let list: MemberList;
beforeEach(() => {
  list = new MemberList();
});
const ids = (): string[] => list.list.map(({ userId }) => userId);

describe('MemberList', () => {
  type Change = readonly ['add' | 'remove', user: string, version: string, isNews: boolean];
  it.each<{ name: string; changes: Change[]; members: string[] }>([
    { name: 'an addition', changes: [['add', 'ann', '10', true]], members: ['ann'] },
    {
      name: 'an addition told twice',
      changes: [
        ['add', 'ann', '10', true],
        ['add', 'ann', '10', false],
      ],
      members: ['ann'],
    },
    {
      name: 'an addition told by the event and, with a time of its own, by the system message',
      changes: [
        ['add', 'ann', '10', true],
        ['add', 'ann', '12', false],
      ],
      members: ['ann'],
    },
    {
      name: 'a removal told twice, of somebody never seen',
      changes: [
        ['remove', 'ann', '10', true],
        ['remove', 'ann', '10', false],
        ['remove', 'ann', '12', false],
      ],
      members: [],
    },
    {
      name: 'added, removed and added again',
      changes: [
        ['add', 'ann', '10', true],
        ['remove', 'ann', '20', true],
        ['add', 'ann', '30', true],
      ],
      members: ['ann'],
    },
    {
      name: 'the same, replayed',
      changes: [
        ['add', 'ann', '10', true],
        ['remove', 'ann', '20', true],
        ['add', 'ann', '10', false],
        ['remove', 'ann', '20', false],
      ],
      members: [],
    },
    {
      name: 'a removal that overtakes its addition',
      changes: [
        ['remove', 'ann', '20', true],
        ['add', 'ann', '10', false],
      ],
      members: [],
    },
    {
      name: 'versions of different lengths',
      changes: [
        ['add', 'ann', '9', true],
        ['remove', 'ann', '10', true],
      ],
      members: [],
    },
  ])('tells $name once', ({ changes, members }) => {
    for (const [type, user, version, isNews] of changes)
      expect(list[type](member(user), version) !== undefined, `${type} ${user} ${version}`).toBe(isNews);
    expect(ids()).toEqual(members);
  });

  it('gives a removed member as it was known', async () => {
    await list.load(() => Promise.resolve({ items: [member('ann', 'Ann')] }));
    expect(list.remove(member('ann', ''), '10')?.displayName).toBe('Ann');
  });

  it('knows who was removed', () => {
    list.add(member('ann'), '10');
    expect(list.wasRemoved('ann')).toBe(false);
    list.remove(member('ann'), '20');
    expect(list.wasRemoved('ann')).toBe(true);
    expect(list.wasRemoved('bob')).toBe(false);
  });

  it('reads all pages, once for callers at the same time', async () => {
    const loadFirst = vi.fn(() =>
      Promise.resolve({ items: [member('ann')], loadNext: () => Promise.resolve(pageOf('bob')) }),
    );
    await Promise.all([list.load(loadFirst), list.load(loadFirst)]);
    expect(loadFirst).toHaveBeenCalledOnce();
    expect(ids()).toEqual(['ann', 'bob']);
    expect(list.isLoaded).toBe(true);
  });

  it('can be loaded again after a failure', async () => {
    await expect(list.load(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(list.isLoaded).toBe(false);
    await list.load(() => Promise.resolve(pageOf('ann')));
    expect(ids()).toEqual(['ann']);
  });

  it('keeps what was told while the pages were on their way', async () => {
    list.add(member('early'), '5');
    list.add(member('gone'), '6');
    let arrive!: (page: Page<MemberRecord>) => void;
    const loading = list.load(() => new Promise((resolve) => (arrive = resolve)));
    list.add(member('late'), '10');
    list.remove(member('ann'), '11');
    arrive(pageOf('ann', 'bob', 'early'));
    await loading;
    expect(ids()).toEqual(['bob', 'early', 'late']);
  });

  it('takes a listed member for known once the app was given the list', async () => {
    await list.load(() => Promise.resolve(pageOf('ann', 'bob')));
    list.markTold();
    expect(list.add(member('ann'), '10')).toBeUndefined();
    expect(list.remove(member('carl'), '11'), 'somebody who is not in the list').toBeUndefined();
  });

  it('still tells an addition that only the library has read so far', async () => {
    await list.load(() => Promise.resolve(pageOf('ann')));
    expect(list.add(member('ann'), '10')).toBeDefined();
  });
});
