import { describe, expect, it } from 'vitest';
// @ts-expect-error -- a script, which has no types
import * as script from '../../../scripts/support-table.mjs';

interface Row {
  support: string;
  reason: string;
  tests: string[];
  evidence: string;
}
type Rows = Record<string, Row>;
interface Members {
  runtime: string[];
  types: string[];
}
interface Passed {
  name: string;
  source: string;
}
interface Total {
  all: number;
  counts: Record<string, number>;
  share: string;
}
const { membersOf, namedTotals, problemsOf, render } = script as {
  membersOf: (inventory: object) => Members;
  namedTotals: (rows: Rows, members: Members) => [name: string, total: Total][];
  problemsOf: (input: { rows: Rows; members: Members; passed: Passed[]; migration: string }) => string[];
  render: (input: { version: string; rows: Rows; members: Members }) => string;
};

const inventory = {
  exports: [
    {
      id: 'Room',
      kind: 'class',
      members: [{ id: 'Room#join' }, { id: 'Room#_update', internal: true }],
      inherited: ['on'],
      events: [{ id: 'Room:opened' }],
    },
    { id: 'Door', kind: 'class', members: [], inherited: ['on'], events: [{ id: 'Door:opened' }] },
    { id: 'RoomOptions', kind: 'interface', members: [{ id: 'RoomOptions#size' }] },
  ],
};
const members = membersOf(inventory);
const same: Row = { support: 'same', reason: '', tests: ['§1'], evidence: 'tested on the emulator' };
const passed = [{ name: 'rooms §1 works', source: 'join opened on size Room Door RoomOptions' }];
const rows = (changes: Rows = {}): Rows => ({
  ...Object.fromEntries([...members.runtime, ...members.types].map((id) => [id, same])),
  ...changes,
});
const problems = (changes: Rows, migration = ''): string[] =>
  problemsOf({ rows: rows(changes), members, passed, migration });

describe('what needs a row', () => {
  it('is each name, public member, event and field; what emitters inherit once', () => {
    expect(members).toEqual({
      runtime: ['Room', 'Room#join', 'Room:opened', 'ReplayEventEmitter#on', 'Door', 'Door:opened'],
      types: ['RoomOptions', 'RoomOptions#size'],
    });
  });
});

describe('the build fails', () => {
  it('not when each member has a row, and each claim a test that passed', () => {
    expect(problems({})).toEqual([]);
  });

  it('when a member has no row', () => {
    const { 'Room#join': _, ...others } = rows();
    expect(problemsOf({ rows: others, members, passed, migration: '' })).toEqual(['Room#join has no row']);
  });

  it('when a row is about nothing', () => {
    expect(problems({ 'Room#fly': same })).toContain('Room#fly: is not in the inventory');
  });

  it.each<[string, Partial<Row>, string]>([
    ['claims support without a test', { tests: [] }, 'claims support without a test'],
    ['names a test that did not pass', { tests: ['§2'] }, 'no passed test is named "§2"'],
    ['has no reason', { support: 'emulated' }, 'has no reason'],
    ['has another word for support', { support: 'partly', reason: 'x' }, 'has the support "partly"'],
    ['has another word for evidence', { evidence: 'tried' }, 'has the evidence "tried"'],
    ['says tested and names no test', { support: 'unsupported', reason: 'x', tests: [] }, 'with 0 tests'],
  ])('when a row %s', (_name, change, problem) => {
    expect(problems({ 'Room#join': { ...same, ...change } }).join('\n')).toContain(problem);
  });

  it('when the tests that a row names do not mention its member', () => {
    const elsewhere = [{ name: '§1', source: 'opened on size Room Door RoomOptions' }];
    expect(problemsOf({ rows: rows(), members, passed: elsewhere, migration: '' })).toEqual([
      'Room#join: no passed test named "§1" mentions join',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['the word in a sentence', 'people join rooms'],
  ])('when a row differs and MIGRATION.md has %s', (_name, migration) => {
    const differs = { 'Room#join': { ...same, support: 'differs', reason: 'Otherwise.' } };
    expect(problems(differs, migration)).toEqual(['Room#join: differs, but MIGRATION.md does not mention it']);
    expect(problems(differs, 'Do not call `room.join()`.')).toEqual([]);
  });
});

describe('the page', () => {
  const changed = rows({ 'RoomOptions#size': { ...same, support: 'unsupported', reason: 'Without effect.' } });

  it('counts run-time members apart from everything', () => {
    const totals = namedTotals(changed, members).map(([, { all, counts, share }]) => [all, counts['same'], share]);
    expect(totals).toEqual([
      [6, 6, '100.0'],
      [6, 6, '100.0'],
      [8, 7, '87.5'],
    ]);
  });

  it('counts classes that are never made apart', () => {
    const unsupported = { ...same, support: 'unsupported', reason: 'There are none.' };
    const isOfDoor = (id: string): boolean => id.startsWith('Door');
    const without = rows(Object.fromEntries(members.runtime.filter(isOfDoor).map((id) => [id, unsupported])));
    const totals = namedTotals(without, members).map(([, { all }]) => all);
    expect(members.runtime.some(isOfDoor)).toBe(true);
    expect(totals).toEqual([6, 6 - members.runtime.filter(isOfDoor).length, 8]);
  });

  it('has every row', () => {
    const page = render({ version: '1', rows: changed, members });
    for (const id of [...members.runtime, ...members.types]) expect(page).toContain(`\`${id}\``);
    expect(page).toContain('| `RoomOptions#size` | unsupported | Without effect. |');
  });
});
