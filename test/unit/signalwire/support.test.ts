import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import table from '../../../src/signalwire/compat.json' with { type: 'json' };
import { createClient } from '../../../src/signalwire/client.js';
import * as signalwire from '../../../src/signalwire/index.js';
import type { StandingLink } from '../../../src/connect/index.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { startFakeLink } from '../../helper/signalwire-link.js';
import { settle } from '../../helper/start-session.js';

interface Row {
  readonly support: string;
  readonly reason: string;
  readonly tests: readonly string[];
  readonly evidence: string;
}
const rows = Object.entries(table.rows as Record<string, Row>);
const rowsOf = (prefix: string): string[] =>
  rows.map(([id]) => id).filter((id) => id.startsWith(prefix) && !/[.#:]/.test(id.slice(prefix.length)));
const membersOf = (prefix: string, value: object): string[] => Object.keys(value).map((name) => `${prefix}${name}`);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** One of each thing that the facade hands out. */
async function everything() {
  const { link } = await startFakeLink(new FakeChatService(), 'alice', { identities: { bob: '8:acs:b_2' } });
  const options = { addressBook: [{ id: 'bob', preview_url: 'https://a.example', cover_url: 'https://b.example' }] };
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const client = createClient(link as StandingLink, options, logger, () => undefined);
  const events: object[] = [];
  const subscription = await client.chat.subscribe({ addressId: 'bob', onMessage: (event) => events.push(event) });
  const sent = client.chat.sendMessage({ addressId: 'bob', text: 'x' });
  await settle();
  const page = await client.chat.getMessages({ addressId: 'bob' });
  return {
    client,
    sent: await sent,
    page,
    subscription,
    joined: await client.chat.join({ addressId: 'bob' }),
    event: events[0]!,
    message: page.data[0]!,
    conversation: (await client.conversation.getConversations()).data[0]!,
    address: await client.address.getAddress({ id: 'bob' }),
    info: await client.getSubscriberInfo(),
  };
}

describe('the support table', () => {
  it('has a row for each member that there is, and for nothing else', async () => {
    const all = await everything();
    const { client } = all;
    for (const [prefix, value] of [
      ['client.', client],
      ['client.chat.', client.chat],
      ['client.conversation.', client.conversation],
      ['client.address.', client.address],
      ['ConversationMessage#', all.message],
      ['ConversationEventParams#', all.event],
      ['ConversationSubscription#', all.subscription],
      ['Conversation#', all.conversation],
      ['PaginatedResult#', all.page],
      ['SendConversationMessageResult#', all.sent],
      ['JoinConversationResult#', all.joined],
      ['Address#', all.address],
      ['SubscriberInfo#', all.info],
    ] as const)
      expect(rowsOf(prefix).sort(), prefix).toEqual(membersOf(prefix, value).sort());
    expect(rowsOf('').sort()).toEqual(['AuthError', 'HttpError', 'SignalWire']);
    const own = ['ChatError', 'NotSupportedError', 'configure', 'isChatError'];
    expect(Object.keys(signalwire).sort()).toEqual([...rowsOf(''), ...own].sort());
    expect(rowsOf('client:')).toEqual([]);
    expect(rows.map(([id]) => id).filter((id) => id.startsWith('client:'))).toEqual(['client:conversation.message']);
    expect(rowsOf('SignalWireParams#').sort()).toEqual(
      ['host', 'logLevel', 'onRefreshToken', 'token'].map((name) => `SignalWireParams#${name}`),
    );
  });

  it('names tests that there are, which mention the member, and gives reasons', () => {
    const folder = 'test/integration/signalwire';
    const sources = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
    for (const [id, { support, reason, tests, evidence }] of rows) {
      const name = id.split(/[.#:]/).at(-1)!;
      expect(['same', 'emulated', 'differs', 'unsupported'], id).toContain(support);
      if (support !== 'same') expect(reason, id).not.toBe('');
      expect(tests.length === 0, id).toBe(support === 'unsupported');
      expect(evidence, id).toBe(support === 'unsupported' ? 'by inspection' : 'tested on the emulator');
      for (const test of tests) {
        const matching = sources.filter((source) =>
          new RegExp(`it(?:\\.each)?\\([^]*?['"\`][^'"\`\n]*${escaped(test)}`).test(source),
        );
        expect(matching, `${id}: ${test}`).not.toEqual([]);
        expect(
          matching.some((source) => new RegExp(`\\b${name}\\b`).test(source)),
          `${id}: ${test}`,
        ).toBe(true);
      }
    }
  });

  it('is told in the migration chapter where something differs', () => {
    const chapter = readFileSync('MIGRATION.md', 'utf8');
    for (const [id, { support }] of rows) {
      const name = id.split(/[.#:]/).at(-1)!;
      if (support === 'differs') expect(chapter, id).toMatch(new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``));
    }
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
