/** Pages as they were written for `nexmo-stitch`, on the built script. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, ConversationClient as Client } from '../../src/stitch/index.js';
import { PATIENCE } from '../helper/next-event.js';
import { FacadeStage } from './facade-stage.js';
import type { OpenPage, StagePage } from './stage-page.js';

/** What pages find. */
declare const ConversationClient: typeof Client;
declare const conversation: Conversation;
declare const start: (jwt: string) => Promise<void>;

const USERS = ['John', 'Kevin', 'Larry'] as const;
type Name = (typeof USERS)[number];

let stage: FacadeStage;
let threadId: string;

beforeAll(async () => {
  stage = await FacadeStage.start({ users: USERS });
});
afterAll(() => stage.stop());
beforeEach(async () => {
  threadId = await stage.createThread('John', ['Kevin', 'Larry'], 'The table');
});

/** Opens one of the pages for a user, with what an app says before its code runs. */
async function open(name: Name, file: 'chat' | 'events', change: Partial<StagePage> = {}): Promise<OpenPage> {
  const idOf = (user: string): string => `USR-${user.toLowerCase()}`;
  const identities = Object.fromEntries(USERS.map((user) => [idOf(user), stage.identities[user]!]));
  const exchange = Object.fromEntries(
    USERS.map((user) => [
      `eyJhbGci....${user.toLowerCase()}`,
      { token: stage.tokens[user]!, user: { id: idOf(user), name: user } },
    ]),
  );
  const bundle = { bundle: 'stitch' } as const;
  return stage.open(name, {
    html: await readFile(`test/browser/stitch-pages/${file}.html`, 'utf8'),
    files: { 'node_modules/nexmo-stitch/dist/conversationClient.js': bundle, 'conversationClient.js': bundle },
    glue: { stitch: { identities, conversations: { 'CON-table': threadId } } },
    exchange,
    ...change,
  });
}

async function enter({ page }: OpenPage, who: string): Promise<void> {
  await page.fill('[name=who]', who);
  await page.click('#door button');
}

/** Sits down at the table, which is when texts begin to arrive. */
async function sitDown(name: Name, change?: Partial<StagePage>): Promise<OpenPage> {
  const opened = await open(name, 'chat', change);
  await enter(opened, name);
  await vi.waitFor(() => expect(opened.logs).toContain(`sits down as ${name}`), PATIENCE);
  return opened;
}

async function say({ page }: OpenPage, text: string): Promise<void> {
  await page.fill('#words', text);
  await page.click('#say');
}

const linesOf = ({ page }: OpenPage): Promise<string[]> => page.locator('#feed p').allTextContents();
const eventsOf = ({ page }: OpenPage): Promise<string[]> => page.locator('#feed li').allTextContents();

describe('a page of nexmo-stitch', () => {
  it('NA-1 NA-3 three people log in, and each sees each text once, the newest first', async () => {
    const pages = await Promise.all(USERS.map((name) => sitDown(name)));
    const names = await Promise.all(pages.map(({ page }) => page.textContent('#me')));
    expect(names).toEqual([...USERS]);
    expect(await pages[0]!.page.isVisible('#door')).toBe(false);
    expect(await pages[0]!.page.isVisible('#table')).toBe(true);
    for (const [index, opened] of pages.entries()) {
      await say(opened, `from ${USERS[index]}`);
      for (const other of pages)
        await vi.waitFor(async () => expect(await linesOf(other)).toHaveLength(index + 1), PATIENCE);
      await vi.waitFor(async () => expect(await opened.page.inputValue('#words')).toBe(''), PATIENCE);
    }
    for (const opened of pages) {
      const lines = await linesOf(opened);
      expect(lines.map((line) => line.replace(/ @ \S+:/, ':'))).toEqual([
        'Larry: from Larry',
        'Kevin: from Kevin',
        'John: from John',
      ]);
      for (const line of lines) expect(Date.parse(/ @ (\S+): /.exec(line)![1]!)).toBeGreaterThan(0);
      expect([opened.complaints, opened.foreign]).toEqual([[], []]);
      await opened.close();
    }
  });

  it('NA-2 whom the page does not know stays at the door', async () => {
    const opened = await open('John', 'chat');
    await enter(opened, 'Nobody');
    expect(opened.logs).toEqual(['nobody called Nobody is expected']);
    expect(await opened.page.isVisible('#door')).toBe(true);
    await opened.close();
  });

  it('NA-4 after a reload old texts are not shown, and new ones are', async () => {
    const john = await sitDown('John');
    const kevin = await sitDown('Kevin');
    await say(kevin, 'old');
    await vi.waitFor(async () => expect(await linesOf(john)).toHaveLength(1), PATIENCE);
    await john.page.reload();
    await enter(john, 'John');
    await vi.waitFor(() => expect(john.logs.filter((line) => line.startsWith('sits down'))).toHaveLength(2), PATIENCE);
    await say(kevin, 'new');
    await vi.waitFor(async () => expect(await linesOf(john)).toHaveLength(1), PATIENCE);
    expect((await linesOf(john))[0]).toContain('new');
    await Promise.all([john.close(), kevin.close()]);
  });

  it('NA-5 a token that the exchange refuses: the page is told by a NexmoApiError', async () => {
    const opened = await open('John', 'chat', { exchange: {} });
    await enter(opened, 'John');
    await vi.waitFor(() => expect(opened.logs).toEqual(['complaint: NexmoApiError error:acs:401']), PATIENCE);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it.each([
    ['is not mapped', () => Promise.resolve({})],
    ['is not the user’s', async () => ({ 'CON-table': await stage.createThread('Kevin', []) })],
  ])('NA-6 a conversation that %s: the page is told that there is none', async (_, conversationsOf) => {
    const opened = await open('John', 'chat', { glue: { stitch: { conversations: await conversationsOf() } } });
    await enter(opened, 'John');
    const complaint = 'complaint: NexmoApiError conversation:error:not-found';
    await vi.waitFor(() => expect(opened.logs).toContain(complaint), PATIENCE);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('NA-7 a text that is refused: the page is told, and the box keeps it', async () => {
    const john = await sitDown('John');
    await stage.emulator.fault('refuseSends', { userId: stage.identities['John']!, times: 1 });
    await say(john, 'not today');
    await vi.waitFor(() => expect(john.logs).toContain('complaint: NexmoApiError error:acs:403'), PATIENCE);
    expect(await john.page.inputValue('#words')).toBe('not today');
    expect(await linesOf(john)).toEqual([]);
    await john.close();
  });

  it('NA-8 history, receipts, typing, who leaves', async () => {
    const kevin = await open('Kevin', 'events');
    await kevin.page.evaluate(() => start('eyJhbGci....kevin'));
    await kevin.page.evaluate(() => conversation.sendText('anybody?'));
    const john = await open('John', 'events');
    await john.page.evaluate(() => start('eyJhbGci....john'));
    expect(await eventsOf(john)).toEqual([
      'before: John member:joined',
      'before: Kevin member:joined',
      'before: Larry member:joined',
      'before: Kevin text anybody?',
      'ready',
    ]);
    await kevin.page.focus('#words');
    await vi.waitFor(async () => expect(await eventsOf(john)).toContain('Kevin types'), PATIENCE);
    await kevin.page.evaluate(() => conversation.sendText('hello'));
    await vi.waitFor(async () => expect(await eventsOf(kevin)).toContain('John has seen hello'), PATIENCE);
    await kevin.page.click('#go');
    await vi.waitFor(async () => expect(await eventsOf(john)).toContain('Kevin left'), PATIENCE);
    expect((await eventsOf(john)).slice(5)).toEqual([
      'Kevin types',
      'Kevin types no more',
      'Kevin: hello',
      'Kevin left',
    ]);
    await vi.waitFor(async () => expect(await eventsOf(kevin)).toContain('gone'), PATIENCE);
    expect([john.complaints, kevin.complaints]).toEqual([[], []]);
    await Promise.all([john.close(), kevin.close()]);
  });

  it('NA-9 the rules of its emitter hold in the built script', async () => {
    const { page, close } = await open('John', 'events');
    const heard = await page.evaluate(() => {
      const heard: unknown[][] = [];
      const client = new ConversationClient();
      const note = (...args: unknown[]): void => void heard.push(args);
      client.on('*', 'page', note as never).on('re*', note as never);
      client.once('reconnect', note as never).on('ready', 'page', note as never);
      client.emit('reconnect', 1).emit('reconnect', 2);
      client.releaseGroup('page').emit('ready').off('re*').emit('reconnect', 3);
      return heard;
    });
    expect(heard).toEqual([[1], ['reconnect', 1], ['reconnect', 1], ['reconnect', 2], ['reconnect', 2], ['ready']]);
    await close();
  });

  it('N-1 the script adds both names of its class to the page, and nothing else', async () => {
    const { page, close } = await stage.open('John', { html: '' });
    const before = await page.evaluate(() => Object.getOwnPropertyNames(window));
    await page.addScriptTag({ url: `${stage.site.origin}/stitch.global.js` });
    const after = await page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(after.filter((name) => !before.includes(name)).sort()).toEqual(['ConversationClient', 'NexmoClient']);
    expect(await page.evaluate(() => typeof ConversationClient.configure)).toBe('function');
    await close();
  });
});
