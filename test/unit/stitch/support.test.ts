import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AppCore } from '../../../src/stitch/app-core.js';
import { Application } from '../../../src/stitch/application.js';
import table from '../../../src/stitch/compat.json' with { type: 'json' };
import { Conversation } from '../../../src/stitch/conversation.js';
import { ImageEvent } from '../../../src/stitch/image-event.js';
import { ImageUpload } from '../../../src/stitch/image-upload.js';
import * as stitch from '../../../src/stitch/index.js';
import { infoOf, Member } from '../../../src/stitch/member.js';
import { Page } from '../../../src/stitch/page.js';
import { traitsOf } from '../../../src/stitch/profile.js';
import { TextEvent } from '../../../src/stitch/text-event.js';
import type { ThreadView } from '../../../src/stitch/thread-view.js';
import { MemberEvent } from '../../../src/stitch/to-member-events.js';
import { WildEmitter } from '../../../src/stitch/wild-emitter.js';

interface Row {
  readonly support: string;
  readonly reason: string;
  readonly tests: readonly string[];
  readonly evidence: string;
}
const rows = Object.entries(table.rows as Record<string, Row>);
const nameOf = (id: string): string => id.split(/[.#:]/).at(-1)!;
const rowsOf = (prefix: string): string[] =>
  rows.flatMap(([id]) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : [])).sort();

/** What an app can reach, but for what every object of the language has and what is in the classes above `until`. */
function membersOf(object: object, until: object = Object.prototype): string[] {
  const names = new Set(Object.keys(object));
  for (
    let level = object;
    level !== until && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object
  )
    if (level !== object) for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  names.delete('constructor');
  return [...names].sort();
}

const without = (names: readonly string[], ...others: string[]): string[] =>
  names.filter((name) => !others.includes(name));

/** One of each thing that the facade hands out; nothing is asked of what is behind them. */
function everything() {
  const users = { get: () => ({ id: 'USR-1', name: 'John' }) };
  const core = {
    users,
    session: { userId: '8:acs:1' },
    settings: { traits: traitsOf('stitch-3') },
  } as unknown as AppCore;
  const view = { app: core, threadId: '19:a', receipts: {}, members: {} } as unknown as ThreadView;
  const conversation = new Conversation(view, new Map());
  Object.assign(view, { conversation });
  const member = new Member(view, '8:acs:1', 'MEM-1', { id: 'USR-1', name: 'John' });
  const fields = { id: 1, acsId: '1', from: 'MEM-1', timestamp: '' };
  const media = { id: 'a', filename: null, contentType: 'image/png', size: 0, category: 'media' };
  return {
    application: new Application(core),
    conversation,
    member,
    text: new TextEvent(view, { ...fields, type: 'text' }, { text: '', timestamp: '' }),
    image: new ImageEvent(view, { ...fields, type: 'image' }, { representations: {}, timestamp: '' }, media),
    joined: new MemberEvent(view, 'member:joined', member, fields),
    upload: new ImageUpload(0, () => undefined),
  };
}

describe('the support table of Stitch', () => {
  const emitter = WildEmitter.prototype;
  const all = everything();

  it('has a row for every member of its objects, and rows of what there is not say so', async () => {
    const page = await Page.read(
      { page_size: 1, order: 'asc', read: () => Promise.resolve({ entries: [], next: undefined }) },
      [],
    );
    const inEvents = membersOf(all.joined);
    const found: [prefix: string, members: readonly string[]][] = [
      ['WildEmitter#', membersOf(new WildEmitter())],
      ['ConversationClient#', membersOf(new stitch.ConversationClient(), emitter).concat('application')],
      ['Application#', membersOf(all.application, emitter)],
      ['Conversation#', membersOf(all.conversation, emitter).concat('sendCustomEvent', 'sendEphemeralEvent')],
      ['Member#', membersOf(all.member)],
      ['MemberInfo#', membersOf(infoOf(all.member))],
      // The text that Azure has for an id is ours.
      ['NXMEvent#', without(inEvents, 'acsId')],
      ['TextEvent#', without(membersOf(all.text), ...inEvents)],
      ['ImageEvent#', without(membersOf(all.image), ...inEvents)],
      // Why an upload failed is ours, too.
      ['ImageUpload#', without(membersOf(all.upload), 'error')],
      ['Page#', membersOf(page, Map.prototype)],
      ['NexmoClientError#', ['description', 'detail', 'type']],
      ['NexmoApiError#', ['description', 'detail', 'type']],
    ];
    for (const [prefix, members] of found) expect(rowsOf(prefix), prefix).toEqual([...new Set(members)].sort());
    const objects = found.map(([prefix]) => prefix).concat('ConversationClient:', 'Application:', 'Conversation:');
    const rest = rows.map(([id]) => id).filter((id) => !objects.some((prefix) => id.startsWith(prefix)));
    // What every subpath of this library gives is no member of the original.
    const ours = ['ChatError', 'HttpMediaStore', 'MemoryMediaStore', 'NotSupportedError', 'configure', 'isChatError'];
    expect(Object.keys(stitch).sort()).toEqual([...rest, ...ours].sort());
  });

  it('has a row for every event, and rows of events that are never told say so', () => {
    const source = readFileSync('src/stitch/event-names.ts', 'utf8');
    const never = rows.filter(([, { support }]) => support === 'unsupported').map(([id]) => id);
    for (const emitter of ['Application', 'Conversation', 'Client']) {
      const [, body = ''] = new RegExp(`interface ${emitter}Events[^{]*{([^}]*)}`).exec(source)!;
      const names = [...body.matchAll(/^ {2}'?([a-z:-]+)'?: \[/gm)].map(([, name]) => name!);
      const prefix = emitter === 'Client' ? 'ConversationClient:' : `${emitter}:`;
      expect(rowsOf(prefix).filter((name) => !never.includes(prefix + name))).toEqual(names.sort());
    }
  });

  it('§3.2 NexmoClient is the later name of ConversationClient', () => {
    expect(stitch.NexmoClient).toBe(stitch.ConversationClient);
    expect(stitch.ConversationClient.configure).toBe(stitch.configure);
  });

  it('names tests that there are, which mention the member, and gives reasons', () => {
    const folders = {
      'tested on the emulator': 'test/integration/stitch',
      'tested without a service': 'test/unit/stitch',
    };
    for (const [id, { support, reason, tests, evidence }] of rows) {
      if (support !== 'same') expect(reason, id).not.toBe('');
      expect(tests.length === 0, id).toBe(support === 'unsupported');
      expect(evidence === 'by inspection', id).toBe(support === 'unsupported');
      if (support === 'unsupported') continue;
      const folder = folders[evidence as keyof typeof folders];
      const sources = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
      for (const test of tests) {
        const matching = sources.filter((source) => titlesIn(source).some((title) => title.includes(test)));
        expect(matching, `${id}: ${test}`).not.toEqual([]);
        const mentions = matching.some((source) => new RegExp(`\\b${nameOf(id)}\\b`).test(source));
        expect(mentions, `${id}: ${test}`).toBe(true);
      }
    }
  });

  it('is told in the migration chapter where something differs', () => {
    const chapter = readFileSync('MIGRATION.md', 'utf8');
    for (const [id, { support }] of rows)
      if (support === 'differs') expect(chapter, id).toMatch(new RegExp(`\`[^\`\n]*\\b${nameOf(id)}\\b[^\`\n]*\``));
  });
});

/** The names of the tests in a file. */
const titlesIn = (source: string): string[] =>
  [...source.matchAll(/\bit(?:\.each\([^]*?\))?\(\s*(['"`])(.*?)\1/g)].map(([, , title]) => title!);
