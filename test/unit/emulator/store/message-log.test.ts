import { describe, expect, it } from 'vitest';
import { MessageLog } from '../../../../src/emulator/store/message-log.js';
import type { MessageRecord } from '../../../../src/emulator/store/records.js';

function record(id: number): MessageRecord {
  return { id, version: id, sequenceId: id, body: { type: 'topicUpdated', initiator: 'a', topic: 't' } };
}

function createLog(count: number): MessageLog {
  const log = new MessageLog();
  for (let id = 1; id <= count; id += 1) log.add(record(id));
  return log;
}

function walk(log: MessageLog, size: number): number[][] {
  const pages: number[][] = [];
  let below: number | undefined;
  do {
    const page = log.page({ size, isVisible: () => true, ...(below === undefined ? {} : { below }) });
    pages.push(page.messages.map(({ id }) => id));
    below = page.continueBelow;
  } while (below !== undefined);
  return pages;
}

describe('MessageLog', () => {
  it.each([
    [5, 2, [[5, 4], [3, 2], [1]]],
    [
      4,
      2,
      [
        [4, 3],
        [2, 1],
      ],
    ],
    [2, 10, [[2, 1]]],
    [0, 10, [[]]],
  ])('of %d messages in pages of %d', (count, size, expected) => {
    expect(walk(createLog(count), size)).toEqual(expected);
  });

  it('lists by version: what was touched comes first', () => {
    const log = createLog(4);
    log.touch(log.get('2')!, 9);
    expect(walk(log, 3)).toEqual([[2, 4, 3], [1]]);
    log.touch(log.get('2')!, 10);
    expect(walk(log, 9)).toEqual([[2, 4, 3, 1]]);
  });

  it('pages over what is hidden', () => {
    const page = createLog(6).page({ size: 2, isVisible: ({ id }) => id % 2 === 0 });
    expect(page).toMatchObject({ messages: [{ id: 6 }, { id: 4 }], continueBelow: 4 });
  });

  it('may show what arrived since the first page', () => {
    const log = createLog(4);
    log.add(record(5));
    const ids = (above?: number) =>
      log
        .page({ size: 9, below: 3, isVisible: () => true, ...(above === undefined ? {} : { above }) })
        .messages.map(({ id }) => id);
    expect(ids()).toEqual([2, 1]);
    expect(ids(4)).toEqual([5, 2, 1]);
  });

  it.each(['', '2.0', '02', 'x', '99'])('does not know %s', (id) => {
    expect(createLog(3).get(id)).toBeUndefined();
  });

  it('takes messages back in any order', () => {
    const log = new MessageLog();
    for (const id of [3, 1, 2]) log.add(record(id));
    expect(walk(log, 9)).toEqual([[3, 2, 1]]);
    expect(log.size).toBe(3);
    log.clear();
    expect(log.size).toBe(0);
  });
});
