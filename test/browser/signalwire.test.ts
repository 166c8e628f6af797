/** Pages that use SignalWire's chat by the script, each in a browser context of its own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationEventParams, SignalWireClient } from '../../src/signalwire/index.js';
import type * as signalwire from '../../src/signalwire/index.js';
import { FacadeStage } from './facade-stage.js';
import type { OpenPage, StagePage } from './stage-page.js';

/** What pages find. */
declare const SignalWire: typeof signalwire;
/** What a test left there for its next step. */
declare const client: SignalWireClient;
declare const heard: Record<string, ConversationEventParams[]>;
declare const handles: Record<string, { cancel(): void; unsubscribe(): void }>;

const PATIENCE = { timeout: 15_000 };
let stage: FacadeStage;
let pages: OpenPage[];

beforeEach(async () => {
  stage = await FacadeStage.start({ users: ['alice', 'bob', 'carol'] });
  pages = [];
});
afterEach(async () => {
  expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(pages.flatMap(({ foreign }) => foreign)).toEqual([]);
  expect(pages.flatMap(({ logs }) => logs).filter((line) => !line.startsWith('Failed to load resource'))).toEqual([]);
  await stage.stop();
});

async function open(name: string, content: Partial<StagePage> = {}): Promise<OpenPage> {
  const opened = await stage.open(name, { html: '', scripts: ['signalwire'], ...content });
  pages.push(opened);
  return opened;
}

/** A page with a client that is connected. */
async function connect(name: string, content?: Partial<StagePage>): Promise<OpenPage> {
  const opened = await open(name, content);
  await opened.page.evaluate(async (token) => {
    const client = await SignalWire.SignalWire({ token });
    Object.assign(globalThis, { client, heard: {}, handles: {} });
  }, stage.tokens[name]!);
  return opened;
}

/** Subscribes; what comes is kept under the name. */
const subscribe = ({ page }: OpenPage, addressId: string, as = addressId) =>
  page.evaluate(
    async ([addressId, as]) => {
      const list: ConversationEventParams[] = (heard[as!] = []);
      handles[as!] = await client.chat.subscribe({ addressId: addressId!, onMessage: (event) => list.push(event) });
    },
    [addressId, as],
  );
const send = ({ page }: OpenPage, addressId: string, text: string) =>
  page.evaluate(
    ([addressId, text]) => client.chat.sendMessage({ addressId: addressId!, text: text! }),
    [addressId, text],
  );
const events = ({ page }: OpenPage, name: string): Promise<ConversationEventParams[]> =>
  page.evaluate((name) => heard[name] ?? [], name);
const texts = async (opened: OpenPage, name: string): Promise<string[]> =>
  (await events(opened, name)).map(({ text }) => text);

describe("pages with SignalWire's chat", () => {
  it('WA-1 the factory resolves in each, and gives the same client again', async () => {
    for (const name of ['alice', 'bob']) {
      const { page } = await connect(name);
      const seen = await page.evaluate(async () => ({
        isSame: (await SignalWire.SignalWire({ token: 'another' })) === client,
        id: (await client.getSubscriberInfo()).id,
        names: Object.keys(SignalWire).sort(),
      }));
      expect(seen).toMatchObject({ isSame: true, id: name });
      expect(seen.names).toEqual(expect.arrayContaining(['SignalWire', 'configure']));
    }
  });

  it('WA-2 a bad token rejects, and a good one works afterwards', async () => {
    await stage.emulator.fault('tokenExpired', { userId: stage.user('alice').userId });
    const { page } = await open('alice');
    const failure = await page.evaluate(
      (token) =>
        SignalWire.SignalWire({ token }).then(
          () => undefined,
          (error: unknown) => {
            const { name, code, message } = error as signalwire.AuthError;
            return [name, code, message];
          },
        ),
      stage.tokens['alice']!,
    );
    expect(failure).toEqual(['AuthError', 401, 'Unauthorized']);
    const { token } = await stage.emulator.issueToken(stage.user('alice').userId);
    const id = await page.evaluate(
      async (token) => (await (await SignalWire.SignalWire({ token })).getSubscriberInfo()).id,
      token,
    );
    expect(id).toBe('alice');
  });

  it('WA-3 WA-4 both hear what one writes, once each, although there was no thread when they subscribed', async () => {
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    await subscribe(alice, 'bob');
    await subscribe(bob, 'alice');
    await send(alice, 'bob', 'hello');
    await expect.poll(() => texts(bob, 'alice'), PATIENCE).toEqual(['hello']);
    await expect.poll(() => texts(alice, 'bob'), PATIENCE).toEqual(['hello']);
    expect((await events(bob, 'alice'))[0]).toMatchObject({
      subtype: 'chat',
      conversation_id: 'alice',
      user_id: 'alice',
    });
    expect((await events(alice, 'bob'))[0]).toMatchObject({
      subtype: 'chat',
      conversation_id: 'bob',
      user_id: 'alice',
    });
  });

  it.each(['cancel', 'unsubscribe'] as const)(
    'WA-5 after %s nothing more comes, but to others it does',
    async (end) => {
      const [alice, bob] = [await connect('alice'), await connect('bob')];
      await subscribe(bob, 'alice', 'first');
      await subscribe(bob, 'alice', 'second');
      await send(alice, 'bob', 'one');
      await expect.poll(() => texts(bob, 'first'), PATIENCE).toEqual(['one']);
      await bob.page.evaluate((end) => handles['first']![end](), end);
      await send(alice, 'bob', 'two');
      await expect.poll(() => texts(bob, 'second'), PATIENCE).toEqual(['one', 'two']);
      expect(await texts(bob, 'first')).toEqual(['one']);
    },
  );

  it('WA-6 25 messages in pages of ten, exact flags, and back', async () => {
    const { page } = await connect('alice');
    const seen = await page.evaluate(async () => {
      const addressId = 'bob';
      const numbers = Array.from({ length: 25 }, (_, index) => `${index + 1}`);
      await Promise.all(numbers.map((text) => client.chat.sendMessage({ addressId, text })));
      const first = await client.chat.getMessages({ addressId });
      const second = await first.nextPage();
      const third = await second.nextPage();
      return {
        flags: [first, second, third].map(({ hasNext, hasPrev }) => [hasNext, hasPrev]),
        texts: [first, second, third].map(({ data }) => data.map(({ text }) => Number(text))),
        isBack: (await second.prevPage()).data === first.data,
      };
    });
    const newestFirst = Array.from({ length: 25 }, (_, index) => 25 - index);
    expect(seen).toEqual({
      flags: [
        [true, false],
        [true, true],
        [false, true],
      ],
      texts: [newestFirst.slice(0, 10), newestFirst.slice(10, 20), newestFirst.slice(20)],
      isBack: true,
    });
  });

  it('WA-7 metadata and details come back, in the event and in the history', async () => {
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    await subscribe(bob, 'alice');
    const extra = { metadata: { mood: 'merry' }, details: { card: [1, { two: null }] } };
    await alice.page.evaluate((extra) => client.chat.sendMessage({ addressId: 'bob', text: 'x', ...extra }), extra);
    await expect.poll(() => events(bob, 'alice'), PATIENCE).toMatchObject([extra]);
    const { data } = await bob.page.evaluate(async () => {
      const { data } = await client.chat.getMessages({ addressId: 'alice' });
      return { data };
    });
    expect(data).toMatchObject([extra]);
  });

  it('WA-8 joined twice, an empty conversation: no error, one thread', async () => {
    const { page } = await connect('alice');
    const data = await page.evaluate(async () => {
      await client.chat.join({ addressId: 'bob' });
      await client.chat.join({ addressId: 'bob' });
      return (await client.chat.getMessages({ addressId: 'bob' })).data;
    });
    expect(data).toEqual([]);
    expect(stage.emulator.requests.count({ method: 'POST', path: /\/chat\/threads$/ })).toBe(1);
  });

  it('WA-9 getConversations has what was begun, and its sendMessage works', async () => {
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    await subscribe(bob, 'alice');
    await send(alice, 'bob', 'one');
    const found = await alice.page.evaluate(async () => {
      const { data } = await client.conversation.getConversations();
      const conversation = data.find(({ id }) => id === 'bob')!;
      await conversation.sendMessage({ text: 'two' });
      return { count: data.length, name: conversation.name };
    });
    expect(found).toEqual({ count: 1, name: 'bob' });
    await expect.poll(() => texts(bob, 'alice'), PATIENCE).toEqual(['one', 'two']);
  });

  it('WA-10 without a network: the texts of the original, and the reason', async () => {
    const { page } = await connect('alice');
    await page.context().setOffline(true);
    const failures = await page.evaluate(() => {
      const failureOf = (promise: Promise<unknown>) =>
        promise.then(
          () => 'no failure',
          (error: unknown) => `${(error as Error).message} ${((error as Error).cause as { code: string }).code}`,
        );
      const addressId = 'carol';
      return Promise.all([
        failureOf(client.chat.sendMessage({ addressId, text: 'x' })),
        failureOf(client.chat.join({ addressId })),
        failureOf(client.chat.getMessages({ addressId })),
      ]);
    });
    expect(failures).toEqual([
      'Error sending message to conversation! unavailable',
      'Error joining a conversation! unavailable',
      'Error fetching the conversation messages! unavailable',
    ]);
    await page.context().setOffline(false);
    await expect.poll(() => page.evaluate(() => client.chat.join({ addressId: 'carol' })), PATIENCE).toBeDefined();
  });

  it('WA-11 after disconnect there is a new client, and the old subscriptions are gone', async () => {
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    await subscribe(bob, 'alice', 'old');
    const isNew = await bob.page.evaluate(async (token) => {
      await client.disconnect();
      const next = await SignalWire.SignalWire({ token });
      const isNew = next !== client;
      Object.assign(globalThis, { client: next });
      return isNew;
    }, stage.tokens['bob']!);
    expect(isNew).toBe(true);
    await subscribe(bob, 'alice', 'new');
    await send(alice, 'bob', 'hello');
    await expect.poll(() => texts(bob, 'new'), PATIENCE).toEqual(['hello']);
    expect(await texts(bob, 'old')).toEqual([]);
  });

  it('a room: members hear each other, and join lets the server add somebody', async () => {
    const threadId = await stage.createThread('alice', ['bob'], 'Team');
    const glue = { conversations: { team: threadId } };
    const functions = { joinConversation: () => stage.addMember(threadId, 'alice', 'carol') };
    const [bob, carol] = [await connect('bob', { glue }), await connect('carol', { glue, functions })];
    await subscribe(bob, 'team');
    await subscribe(carol, 'team');
    await carol.page.evaluate(() => client.chat.join({ addressId: 'team' }));
    await send(carol, 'team', 'here I am');
    await expect.poll(() => texts(bob, 'team'), PATIENCE).toEqual(['here I am']);
    await expect.poll(() => texts(carol, 'team'), PATIENCE).toEqual(['here I am']);
    expect((await events(bob, 'team'))[0]).toMatchObject({ conversation_name: 'Team', user_id: 'carol' });
  });
});
