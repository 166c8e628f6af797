import { describe, expect, it } from 'vitest';
// @ts-expect-error -- a script, which has no types
import * as script from '../../../scripts/twilio-inventory.mjs';
import { resultOf } from '../../../src/codemod/analysis/kinds.js';
import { LEGACY_MEMBERS } from '../../../src/codemod/data/legacy-names.js';
import { DISTINCTIVE_LEGACY, DISTINCTIVE_MEMBERS } from '../../../src/codemod/data/distinctive-names.js';
import { EVENTS, RESULTS } from '../../../src/codemod/data/shapes.js';
import { publicName } from '../../../src/codemod/data/private-state.js';
import { isExported, OWN_NAMES, supportOf } from '../../../src/codemod/support.js';
import * as library from '../../../src/index.js';

interface Member {
  id: string;
  type: string;
}
interface Export {
  id: string;
  members: Member[];
  events?: { id: string; listener: string }[];
}
const { inventory } = script as { inventory: () => { exports: Export[] } };
const { exports } = inventory();
const types = new Map(exports.flatMap(({ members }) => members).map(({ id, type }) => [id, type]));
const listeners = new Map(exports.flatMap(({ events = [] }) => events).map(({ id, listener }) => [id, listener]));
const classes = exports.map(({ id }) => id);

/** `(sid: string) => Promise<Conversation | null>` → `Promise<Conversation>`. */
const resultIn = (type: string): string =>
  type
    .replace(/^\(.*\) => /, '')
    .replaceAll(' | null', '')
    .replaceAll(' | undefined', '');

describe('what members give', () => {
  it.each(Object.entries(RESULTS))('%s gives %s, as the SDK’s types say', (id, result) => {
    expect(resultIn(types.get(id) ?? '')).toBe(result);
  });

  it.each(Object.keys(RESULTS))('%s is called where it is a method', (id) => {
    const [owner = '', name = ''] = id.split(/[#.]/);
    const of = { is: 'object', name: 'Message', sdk: 'conversations' } as const;
    const kind = resultOf({ ...of, name: owner, of }, name, id.includes('#') ? '#' : '.');
    expect(kind?.is === 'method').toBe(types.get(id)?.startsWith('('));
  });

  it('is complete: no other member leads to objects with members of interest', () => {
    const interesting =
      /\b(?:Client|Conversation|Message|Participant|User|Media|MessageBuilder|UnsentMessage|Paginator)\b(?!\w)/;
    const owners = /^(?:Client|Conversation|Message|Participant|User|MessageBuilder|Paginator)[#.]/;
    const forgotten = [...types].filter(([id, type]) => {
      const result = resultIn(type);
      return owners.test(id) && !id.includes('#_') && interesting.test(result) && !(id in RESULTS) && !/"/.test(result);
    });
    expect(forgotten.map(([id]) => id)).toEqual([]);
  });

  it('of listeners is what the SDK’s types say', () => {
    const known = [...listeners].flatMap(([id, listener]): [string, string][] => {
      const single = /^\(\w+: (\w+)\) => void$/.exec(listener)?.[1];
      const field = /^\(data: \{ (\w+): \w+; updateReasons/.exec(listener)?.[1];
      if (field !== undefined) return [[id, `{${field}}`]];
      return single !== undefined && classes.includes(single) && !/State$/.test(single) ? [[id, single]] : [];
    });
    expect(Object.fromEntries(known)).toEqual(EVENTS);
  });
});

describe('names that are written into apps', () => {
  it('of twilio-chat become members that the SDK has', () => {
    const targets = Object.entries(LEGACY_MEMBERS).flatMap(([id, name]) =>
      name === undefined ? [] : [id.replace(/[^#:.]+$/, name)],
    );
    expect(targets.filter((id) => !supportOf(id))).toEqual([]);
  });

  it('of private state are public', () => {
    const fields = ['Message', 'Participant', 'User', 'Media', 'Conversation'].flatMap((owner) =>
      'sid identity body author timestamp medias dateCreated friendlyName attributes online status'
        .split(' ')
        .flatMap((field) => {
          const name = publicName(owner, field);
          return name === undefined ? [] : [`${owner}#${name}`];
        }),
    );
    expect(fields.length).toBe(20);
    expect(fields.filter((id) => !supportOf(id))).toEqual([]);
  });

  it('that tell the SDK by themselves have rows', () => {
    const ids = [...Object.values(DISTINCTIVE_MEMBERS), ...Object.values(DISTINCTIVE_LEGACY)];
    expect(ids.filter((id) => !supportOf(id) && !(id in LEGACY_MEMBERS))).toEqual([]);
  });
});

describe('the names that rethread exports', () => {
  it('are all known', () => {
    expect(Object.keys(library).filter((name) => !isExported(name))).toEqual([]);
    expect(classes.filter((name) => !isExported(name))).toEqual([]);
  });

  it('are no more than there are', () => {
    const missing = [...OWN_NAMES].filter((name) => !(name in library));
    expect(missing).toEqual(['RethreadOptions']);
  });
});
