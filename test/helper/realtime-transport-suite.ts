import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AcsChatBackend, createAcsChatClient } from '../../src/acs/index.js';
import type { ChatBackend } from '../../src/core/index.js';
import { type Emulator, startEmulator } from '../../src/emulator/index.js';

/** A session on the transport under test, wherever it runs. */
export interface SessionUnderTest {
  /** Resolves when the threads that exist are announced. */
  start(): Promise<void>;
  pause(): Promise<void>;
  stop(): Promise<void>;
  /** What it told so far, as `LoggedSession` writes it. */
  lines(): string[] | Promise<string[]>;
}

export type OpenSession = (user: {
  readonly endpoint: string;
  readonly userId: string;
  readonly token: string;
}) => SessionUnderTest | Promise<SessionUnderTest>;

const WAIT = { timeout: 20_000, interval: 20 };

/**
 * What every `RealtimeTransport` must do: a session on it tells each change once, those of one kind in their order,
 * whatever happens to the connection.
 */
export function testRealtimeTransport(name: string, open: OpenSession): void {
  describe(`${name} as a real-time transport`, () => {
    let emulator: Emulator;
    let alice: ChatBackend;
    let bobId: string;
    let bob: SessionUnderTest;
    let threadId: string;

    beforeEach(async () => {
      emulator = await startEmulator({ rateLimits: false });
      alice = connect(emulator.endpoint, await emulator.createUser());
      const user = await emulator.createUser();
      bobId = user.userId;
      threadId = await createThread('Lunch', [bobId]);
      bob = await open({ endpoint: emulator.endpoint, ...user });
      await bob.start();
      await tells('thread added', ['Lunch']);
    });

    afterEach(async () => {
      await bob.stop();
      await emulator.stop();
    });

    const createThread = async (topic: string, memberIds: string[]) =>
      (await alice.createThread({ topic, metadata: {}, memberIds })).id;
    const send = async (text: string) => (await alice.sendMessage(threadId, { text, metadata: {} })).id;
    const told = async (kind: string) => {
      const prefix = `${kind}: `;
      return (await bob.lines()).filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
    };
    /** All that was told of this kind, no more and no less. */
    const tells = (kind: string, expected: string[]) =>
      vi.waitFor(async () => expect(await told(kind)).toEqual(expected), WAIT);
    const numbered = (texts: string[]) => texts.map((text, index) => `${index} ${text}`);

    it('tells messages, in order', async () => {
      const texts = Array.from({ length: 15 }, (_, n) => `message ${n}`);
      for (const text of texts) await send(text);
      await tells('message added', numbered(texts));
    });

    it('tells an edit and a deletion', async () => {
      const [first, second] = [await send('Noon?'), await send('Oops')];
      await tells('message added', ['0 Noon?', '1 Oops']);
      await alice.updateMessage(threadId, first, { text: 'One?' });
      await alice.deleteMessage(threadId, second);
      await tells('message edited', ['Noon? → One?']);
      await tells('message removed', ['1']);
    });

    it('tells who joins and who leaves', async () => {
      const carol = await emulator.createUser();
      await send('Carol comes, too');
      await alice.addMember(threadId, { userId: carol.userId, metadata: {} });
      await tells('member added', [carol.userId]);
      await alice.removeMember(threadId, carol.userId);
      await tells('member removed', [carol.userId]);
    });

    it('tells a new topic', async () => {
      await alice.updateThread(threadId, { topic: 'Dinner' });
      await tells('topic', ['Lunch → Dinner']);
    });

    it('tells how far others have read', async () => {
      const messageId = await send('Noon?');
      await tells('message added', ['0 Noon?']);
      await alice.sendReceipt(threadId, messageId);
      await tells('read', [`${messageId} by ${alice.userId}`]);
    });

    it('tells threads that come and go', async () => {
      const other = await createThread('Dinner', [bobId]);
      await tells('thread added', ['Lunch', 'Dinner']);
      await alice.removeMember(threadId, bobId);
      await tells('thread removed', ['Lunch']);
      await alice.deleteThread(other);
      await tells('thread removed', ['Lunch', 'Dinner']);
    });

    it.each<[string, { begin: () => Promise<unknown>; end: () => Promise<unknown> }]>([
      [
        'a lost connection',
        {
          begin: () => emulator.fault('cut', { userId: bobId }),
          end: () => emulator.fault('restore', { userId: bobId }),
        },
      ],
      ['a pause', { begin: () => bob.pause(), end: () => bob.start() }],
    ])('catches up after %s, and tells nothing twice', async (_, gap) => {
      const carol = await emulator.createUser();
      const [first, second] = [await send('Noon?'), await send('Oops')];
      await tells('message added', ['0 Noon?', '1 Oops']);

      await gap.begin();
      await send('Where are you?');
      await alice.updateMessage(threadId, first, { text: 'One?' });
      await alice.deleteMessage(threadId, second);
      await alice.addMember(threadId, { userId: carol.userId, metadata: {} });
      await alice.updateThread(threadId, { topic: 'Dinner' });
      const last = await send('Hello?');
      await alice.sendReceipt(threadId, last);
      await createThread('News', [bobId]);
      await gap.end();
      await tells('thread added', ['Lunch', 'News']);
      await send('There you are');

      await tells('message added', numbered(['Noon?', 'Oops', 'Where are you?', 'Hello?', 'There you are']));
      await tells('message edited', ['Noon? → One?']);
      await tells('message removed', ['1']);
      await tells('member added', [carol.userId]);
      await tells('topic', ['Lunch → Dinner']);
      await tells('read', [`${last} by ${alice.userId}`]);
      expect(await bob.lines()).toHaveLength(12);
    });

    it('leaves the service in peace once stopped', async () => {
      await bob.stop();
      // Requests that had left before may still arrive.
      await vi.waitFor(async () => {
        const before = requestsOfBob();
        for (let n = 0; n < 10; n++) await send('Anybody there?');
        expect(requestsOfBob()).toEqual(before);
      }, WAIT);
      expect(await told('message added')).toEqual([]);
    });

    /** Without those by which a transport takes its leave. */
    const requestsOfBob = () =>
      emulator.requests.list({ userId: bobId }).filter(({ path }) => !path.startsWith('/v3/registrations/'));
  });
}

function connect(endpoint: string, { userId, token }: { userId: string; token: string }): ChatBackend {
  const tokens = { current: () => token, refresh: () => Promise.resolve(false) };
  return new AcsChatBackend({ client: createAcsChatClient({ endpoint, tokens }), userId, tokens });
}
