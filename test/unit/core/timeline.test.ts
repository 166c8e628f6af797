import { describe, expect, it } from 'vitest';
import type { MessageRecord } from '../../../src/core/model.js';
import { Timeline, type Transition } from '../../../src/core/timeline.js';

interface Given {
  readonly version?: number;
  readonly text?: string;
  readonly sequence?: number;
  readonly kind?: 'system';
  readonly isDeleted?: boolean;
}

const message = (id: number, { version = id, text = '', sequence, kind, isDeleted }: Given = {}): MessageRecord => ({
  id: String(id),
  version: String(version),
  kind: kind ?? 'text',
  sequence,
  senderDisplayName: '',
  text,
  metadata: {},
  createdOn: new Date(id),
  ...(isDeleted && { deletedOn: new Date(version) }),
});

/** The start of a thread: two system messages, then user messages 10, 20 … `count * 10`; newest first. */
const wholeThread = (count: number): MessageRecord[] =>
  [
    message(1, { kind: 'system', sequence: 1 }),
    message(2, { kind: 'system', sequence: 2 }),
    ...Array.from({ length: count }, (_, n) => message((n + 1) * 10, { sequence: n + 3 })),
  ].reverse();

/** Messages `from * 10` down to `to * 10`, of a thread without system messages but the first two. */
const run = (from: number, to: number): MessageRecord[] =>
  Array.from({ length: from - to + 1 }, (_, n) => message((from - n) * 10, { sequence: from - n + 2 }));

const told = (transitions: readonly Transition[]): string[] =>
  transitions.map(({ type, entry }) => `${type} ${entry.record.id}`);
const shown = (timeline: Timeline): string[] => timeline.messages.map(({ record, index }) => `${index}:${record.id}`);

describe('Timeline', () => {
  describe('what is told', () => {
    it('tells nothing of the first page', () => {
      const timeline = new Timeline();
      expect(timeline.begin(wholeThread(3), true)).toEqual([]);
      expect(shown(timeline)).toEqual(['0:10', '1:20', '2:30']);
    });

    it('tells what came after a given message, also of the first page', () => {
      const timeline = new Timeline();
      expect(told(timeline.begin(wholeThread(4), true, '20'))).toEqual(['added 30', 'added 40']);
    });

    it('tells a message once, whether by event or by page', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(2), true);
      expect(told(timeline.apply(message(30)))).toEqual(['added 30']);
      expect(told(timeline.apply(message(30)))).toEqual([]);
      expect(told(timeline.applyWalk(wholeThread(4), true))).toEqual(['added 40']);
    });

    it('tells a gap oldest first', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(1), true);
      expect(told(timeline.applyWalk(wholeThread(4), true))).toEqual(['added 20', 'added 30', 'added 40']);
    });

    it('tells a message that the service shows late, as long as its place was covered', () => {
      const timeline = new Timeline();
      timeline.begin([message(50, { sequence: 7 }), message(30, { sequence: 5 })], false);
      expect(told(timeline.apply(message(40)))).toEqual(['added 40']);
    });

    it.each([
      ['an edit', [message(30, { version: 31, text: 'b' })], ['updated 30']],
      ['an edit told twice', [message(30, { version: 31 }), message(30, { version: 31 })], ['updated 30']],
      [
        'an edit overtaken by a later one',
        [message(30, { version: 32 }), message(30, { version: 31 })],
        ['updated 30'],
      ],
      ['a deletion', [message(30, { version: 31, isDeleted: true })], ['removed 30']],
      [
        'an edit overtaken by the deletion',
        [message(30, { version: 32, isDeleted: true }), message(30, { version: 31 })],
        ['removed 30'],
      ],
      ['a version of another length', [message(30, { version: 9 }), message(30, { version: 100 })], ['updated 30']],
    ])('tells %s of a message that was announced', (_, changes, expected) => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(2), true);
      timeline.apply(message(30));
      expect(changes.flatMap((change) => told(timeline.apply(change)))).toEqual(expected);
    });

    it('tells changes of an old message only to who was given it', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(2), true);
      expect(told(timeline.apply(message(10, { version: 31 })))).toEqual([]);
      timeline.markTold(['10']);
      expect(told(timeline.apply(message(10, { version: 32 })))).toEqual(['updated 10']);
    });

    it('keeps silent about a message that was deleted before it was seen', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(1), true);
      expect(told(timeline.apply(message(20, { version: 22, isDeleted: true })))).toEqual([]);
      expect(told(timeline.apply(message(20)))).toEqual([]);
      expect(shown(timeline)).toEqual(['0:10']);
    });

    it('tells one change when a run shows a message twice', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(1), true);
      const transitions = timeline.applyWalk([message(20, { version: 25, text: 'b' }), message(20)], false);
      expect(transitions).toMatchObject([{ type: 'added', entry: { record: { text: 'b' } } }]);
    });

    it('says what an update replaced', () => {
      const timeline = new Timeline();
      timeline.begin([], true);
      timeline.apply(message(10, { text: 'a' }));
      expect(timeline.apply(message(10, { version: 11, text: 'b' }))).toMatchObject([
        { previous: { text: 'a' }, entry: { record: { text: 'b' } } },
      ]);
    });

    it('ignores system messages', () => {
      const timeline = new Timeline();
      timeline.begin([], true);
      expect(timeline.apply(message(10, { kind: 'system' }))).toEqual([]);
      expect(timeline.get('10')).toBeUndefined();
    });
  });

  describe('what is known without gaps', () => {
    it('does not know a thing at first', () => {
      const timeline = new Timeline();
      expect(timeline).toMatchObject({
        floor: undefined,
        watermark: undefined,
        reachedStart: false,
        newest: undefined,
      });
      expect(timeline.covers('10')).toBe(false);
    });

    it('covers what lies above the last version of the page', () => {
      const timeline = new Timeline();
      timeline.begin(run(9, 7), false);
      expect(timeline).toMatchObject({ floor: '70', watermark: '90', reachedStart: false });
      expect([60, 70, 71, 100].map((id) => timeline.covers(String(id)))).toEqual([false, false, true, true]);
    });

    it('keeps an old message that surfaces by an edit out of its pages until it is reached', () => {
      const timeline = new Timeline();
      timeline.begin([message(20, { version: 95, sequence: 4 }), ...run(9, 8)], false);
      expect(shown(timeline)).toEqual(['7:80', '8:90']);
      expect(timeline.get('20')).toBeUndefined();
      timeline.applyOlder([...run(7, 3), message(10, { sequence: 3 })], true);
      expect(shown(timeline).slice(0, 3)).toEqual(['0:10', '1:20', '2:30']);
    });

    it('raises the watermark by walks only, since events may have been lost', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(2), true);
      timeline.apply(message(30));
      expect(timeline.watermark).toBe('20');
      timeline.applyOlder([], true);
      expect(timeline.watermark).toBe('20');
      timeline.applyWalk([message(30), message(20)], false);
      expect(timeline.watermark).toBe('30');
    });

    it('begins as well with a page that holds nothing of its own time', () => {
      const timeline = new Timeline();
      timeline.begin([message(20, { version: 99, sequence: 4 })], false);
      expect(timeline.messages).toEqual([]);
      expect(told(timeline.applyOlder(run(9, 3), false))).toEqual([]);
      expect(shown(timeline)).toHaveLength(7);
      expect(told(timeline.apply(message(100)))).toEqual(['added 100']);
    });
  });

  describe('indexes', () => {
    it('gives its sender the index that the echo then has', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(2), true);
      expect(timeline.indexOf('30')).toBe(2);
      expect(timeline.apply(message(30))[0]?.entry.index).toBe(2);
      expect(timeline.indexOf('30')).toBe(2);
    });

    it('numbers missed messages in their order around one of its own', () => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(1), true);
      expect(timeline.indexOf('30')).toBe(1);
      timeline.applyWalk(wholeThread(4), true);
      expect(shown(timeline)).toEqual(['0:10', '1:30', '2:20', '3:40']);
    });

    it('counts tombstones', () => {
      const timeline = new Timeline();
      timeline.begin([message(10, { version: 50, isDeleted: true, sequence: 3 }), ...wholeThread(3).slice(0, 2)], true);
      expect(shown(timeline)).toEqual(['1:20', '2:30']);
    });

    it('continues downward with older pages', () => {
      const timeline = new Timeline();
      timeline.begin(run(9, 8), false);
      timeline.applyOlder(run(7, 5), false);
      expect(shown(timeline)).toEqual(['4:50', '5:60', '6:70', '7:80', '8:90']);
    });

    it('keeps the index of a message that was looked up by itself', () => {
      const timeline = new Timeline();
      timeline.begin(run(9, 8), false);
      timeline.applyAlone(message(50, { sequence: 7 }));
      expect(timeline.get('50')?.index).toBe(4);
      expect(shown(timeline)).toEqual(['7:80', '8:90']);
      timeline.applyOlder(run(7, 1), true);
      expect(shown(timeline)).toEqual(['0:10', '1:20', '2:30', '3:40', '4:50', '5:60', '6:70', '7:80', '8:90']);
    });

    it('tells an update that a look-up happens to find', () => {
      const timeline = new Timeline();
      timeline.begin(run(9, 8), false);
      timeline.markTold(['80']);
      expect(told(timeline.applyAlone(message(80, { version: 99 })))).toEqual(['updated 80']);
    });

    it.each([
      ['a known message', '20', 1],
      ['something between two messages', '25', 1],
      ['something after the last', '99', 2],
      ['something before the first', '5', undefined],
      ['a deleted message', '10', 0],
    ])('tells up to where somebody has read who read up to %s', (_, id, index) => {
      const timeline = new Timeline();
      timeline.begin(wholeThread(3), true);
      timeline.apply(message(10, { version: 50, isDeleted: true }));
      expect(timeline.indexUpTo(id)).toBe(index);
    });
  });

  describe('pages', () => {
    const timeline = new Timeline();
    timeline.begin(wholeThread(6), true);
    timeline.apply(message(30, { version: 70, isDeleted: true }));
    const indexes = (entries: readonly { index: number }[]): number[] => entries.map(({ index }) => index);

    it.each([
      { anchor: 5, size: 2, expected: [4, 5] },
      { anchor: 3, size: 3, expected: [0, 1, 3] },
      { anchor: 2, size: 1, expected: [1] },
      { anchor: 99, size: 99, expected: [0, 1, 3, 4, 5] },
      { anchor: -1, size: 3, expected: [] },
      { anchor: 3, size: 0, expected: [] },
    ])('gives $size messages up to $anchor', ({ anchor, size, expected }) => {
      expect(indexes(timeline.upTo(anchor, size))).toEqual(expected);
    });

    it.each([
      { anchor: 0, size: 2, expected: [0, 1] },
      { anchor: 2, size: 2, expected: [3, 4] },
      { anchor: 5, size: 9, expected: [5] },
      { anchor: 6, size: 1, expected: [] },
    ])('gives $size messages from $anchor on', ({ anchor, size, expected }) => {
      expect(indexes(timeline.from(anchor, size))).toEqual(expected);
    });

    it('counts what is not deleted after an index', () => {
      expect([-1, 0, 1, 2, 5].map((index) => timeline.countAfter(index))).toEqual([5, 4, 3, 3, 0]);
      expect(timeline.newest?.record.id).toBe('60');
    });
  });

  it('pages through 50,000 messages', () => {
    // Each page costs its own size times a logarithm: both lists inside grow at their ends, and nothing is sorted anew.
    const timeline = new Timeline();
    const count = 50_000;
    timeline.begin(run(count, count - 49), false);
    for (let top = count - 50; top > 0; top -= 200) {
      timeline.applyOlder(run(top, Math.max(top - 199, 1)), top <= 200);
      timeline.apply(message((count + (count - top)) * 10));
    }
    expect(timeline.reachedStart).toBe(true);
    expect(timeline.from(0, 2).map(({ record }) => record.id)).toEqual(['10', '20']);
    expect(timeline.upTo(count - 1, 1)[0]?.record.id).toBe(String(count * 10));
    expect(timeline.countAfter(count - 1)).toBe(250);
  });
});
