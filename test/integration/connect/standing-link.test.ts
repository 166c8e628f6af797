import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GlueOptions, StandingLink, type StandingLinkListener } from '../../../src/connect/index.js';
import { encodeRichMessage, isChatError, type RichContent, writeDocument } from '../../../src/core/index.js';
import { type Emulator, startEmulator } from '../../../src/emulator/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { recordLog } from '../../helper/recorded-log.js';

interface User {
  readonly userId: string;
  readonly token: string;
}

let emulator: Emulator;
let alice: User;
let bob: User;
let links: StandingLink[];

beforeEach(async () => {
  emulator = await startEmulator({ rateLimits: false });
  [alice, bob] = await Promise.all([emulator.createUser(), emulator.createUser()]);
  links = [];
});
afterEach(async () => {
  await Promise.all(links.map((link) => link.stop()));
  await emulator.stop();
});

async function connect(
  token: string,
  options: GlueOptions = {},
  listener?: StandingLinkListener,
): Promise<StandingLink> {
  const identities = { alice: alice.userId, bob: bob.userId };
  const all = { endpoint: emulator.endpoint, identities, ...options };
  const link = await StandingLink.create(token, all, recordLog().logger, listener);
  links.push(link);
  await link.start();
  return link;
}

const CONTENT: RichContent = { text: '', subject: null, attributes: {}, media: [], parts: [], details: undefined };

async function say(link: StandingLink, userId: string, text: string): Promise<void> {
  const thread = await link.direct.open(userId);
  await link.session.send(thread, (nonce) => encodeRichMessage({ ...CONTENT, text }, nonce));
}

function textsAt({ session }: StandingLink): string[] {
  const texts: string[] = [];
  session.events.on('messageAdded', ({ entry }) => void texts.push(entry.record.text));
  return texts;
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => isChatError(error) && error.code,
  );

describe('a link that stands', () => {
  it('brings messages of a thread that did not exist, to both ends, once', async () => {
    const [hers, his] = await Promise.all([connect(alice.token), connect(bob.token)]);
    const [seenByHer, seenByHim] = [textsAt(hers), textsAt(his)];
    await Promise.all([say(hers, bob.userId, 'one'), say(hers, bob.userId, 'two')]);
    await vi.waitFor(() => expect(seenByHim).toEqual(['one', 'two']), PATIENCE);
    await vi.waitFor(() => expect(seenByHer).toEqual(['one', 'two']), PATIENCE);
    expect(his.direct.with(alice.userId)).toHaveLength(1);
  });

  it('both begin at the same moment: nothing is lost, and they come together', async () => {
    const [hers, his] = await Promise.all([connect(alice.token), connect(bob.token)]);
    const [seenByHer, seenByHim] = [textsAt(hers), textsAt(his)];
    await Promise.all([say(hers, bob.userId, 'from alice'), say(his, alice.userId, 'from bob')]);
    for (const seen of [seenByHer, seenByHim])
      await vi.waitFor(() => expect([...seen].sort()).toEqual(['from alice', 'from bob']), PATIENCE);
    await vi.waitFor(async () => {
      const ids = await Promise.all([hers.direct.open(bob.userId), his.direct.open(alice.userId)]);
      expect(ids[0].id).toBe(ids[1].id);
    }, PATIENCE);
  });

  it('goes by the names of the app', async () => {
    const link = await connect(alice.token);
    expect([link.identity, link.ownName]).toEqual(['alice', 'alice']);
  });

  it('connects with a token of the former provider, exchanged, and gets another one the same way', async () => {
    const exchangeToken = vi.fn(async () => ({
      token: (await emulator.issueToken(alice.userId)).token,
      user: { id: 'USR-1', name: 'Alice' },
    }));
    const link = await connect('legacy', { exchangeToken, identities: {} });
    expect([link.identity, link.displayName, link.session.userId]).toEqual(['USR-1', 'Alice', alice.userId]);
    await emulator.fault('tokenExpired', { userId: alice.userId });
    await say(link, bob.userId, 'still here');
    expect(exchangeToken).toHaveBeenCalledTimes(2);
  });

  it('rests and catches up', async () => {
    const [hers, his] = await Promise.all([connect(alice.token), connect(bob.token)]);
    await say(hers, bob.userId, 'first');
    const seen = textsAt(his);
    await vi.waitFor(() => expect(his.session.threads).toHaveLength(1), PATIENCE);
    await his.pause();
    await say(hers, bob.userId, 'meanwhile');
    await his.start();
    await vi.waitFor(() => expect(seen.at(-1)).toBe('meanwhile'), PATIENCE);
    expect(seen.filter((text) => text === 'meanwhile')).toHaveLength(1);
  });

  it('says that its token is refused, and comes back with another one', async () => {
    const refused = vi.fn();
    const link = await connect(alice.token, {}, { handleUnauthorized: refused });
    await emulator.fault('tokenExpired', { userId: alice.userId });
    expect(await codeOf(say(link, bob.userId, 'late'))).toBe('unauthorized');
    await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce(), PATIENCE);
    await link.setToken((await emulator.issueToken(alice.userId)).token);
    await say(link, bob.userId, 'back');
  });

  it('takes no token of somebody else', async () => {
    const link = await connect(alice.token);
    expect(await codeOf(link.setToken(bob.token))).toBe('unauthorized');
  });

  it.each([
    [{ endpoint: undefined }, /endpoint/],
    [{ endpoint: 'http://example.com' }, /endpoint/],
    [{ identities: { alice: 7 } as never }, /identities/],
    [{ conversations: [] as never }, /conversations/],
  ])('options %j are refused before anything is asked', async (options, text) => {
    const before = emulator.requests.count();
    await expect(connect(alice.token, options)).rejects.toThrow(text);
    expect(emulator.requests.count()).toBe(before);
  });
});

describe('entering a conversation', () => {
  const seed = (...members: readonly User[]): Promise<string> =>
    emulator.seedThread({ participants: members.map(({ userId }) => userId), topic: 'tea' });

  it('that one is in: by thread id, by the app’s id, by its unique name', async () => {
    const threadId = await seed(alice);
    const link = await connect(alice.token, { conversations: { 'CON-1': threadId } });
    const thread = await link.session.findThread(threadId);
    await link.session.updateThread(thread, { metadata: writeDocument({ uniqueName: 'support' }) });
    await vi.waitFor(() => expect(thread.properties.metadata).not.toEqual({}), PATIENCE);
    for (const name of [threadId, 'CON-1', 'support']) expect((await link.enter(name)).id).toBe(threadId);
  });

  it('that one is not in: by the hook of the app', async () => {
    const threadId = await seed(bob);
    const his = await connect(bob.token);
    const joinConversation = vi.fn(async () => {
      const thread = await his.session.findThread(threadId);
      await his.session.addMember(thread, { userId: alice.userId, metadata: {} });
    });
    const link = await connect(alice.token, { conversations: { 'CON-1': threadId }, joinConversation });
    expect((await link.enter('CON-1')).id).toBe(threadId);
    expect(joinConversation).toHaveBeenCalledExactlyOnceWith('CON-1');
  });

  it('that one is not in, without a hook; that does not exist; that a failing hook is for', async () => {
    const threadId = await seed(bob);
    const link = await connect(alice.token);
    expect(await codeOf(link.enter(threadId))).toBe('forbidden');
    expect(await codeOf(link.enter('nothing'))).toBe('not-found');
    const failing = await connect(alice.token, { joinConversation: () => Promise.reject(new Error('no')) });
    expect(await codeOf(failing.enter(threadId))).toBe('unavailable');
  });
});

describe('files', () => {
  it('are stored and loaded; the same file twice is stored twice', async () => {
    const link = await connect(alice.token);
    const content = new Blob(['cat'], { type: 'text/plain' });
    const file = { content, filename: 'cat.txt', contentType: 'text/plain' };
    const [one, other] = [await link.upload(file, { threadId: 't' }), await link.upload(file, { threadId: 't' })];
    expect(one).toMatchObject({ filename: 'cat.txt', contentType: 'text/plain', size: 3 });
    expect(one.id).not.toBe(other.id);
    expect(await (await link.download(one, 't')).text()).toBe('cat');
  });

  it('of a foreign host are not asked for', async () => {
    const link = await connect(alice.token);
    const media = { id: 'https://files.example/a', filename: null, contentType: 'a/b', size: 1, category: 'media' };
    expect(await codeOf(link.download(media, 't'))).toBe('forbidden');
  });
});
