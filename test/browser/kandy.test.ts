/** The built `kandy.global.js` in pages that use it as the original's tutorials do. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KandyClient } from '../../src/kandy/index.js';
import { PATIENCE } from '../helper/next-event.js';
import { makePng } from '../helper/make-png.js';
import { FacadeStage } from './facade-stage.js';
import { KandyTokenService } from './kandy-token-service.js';
import type { OpenPage } from './stage-page.js';

/** What the pages have. */
declare const client: KandyClient;
declare const errors: string[];
declare const shown: number;

const NAMES = ['alice@x.com', 'bob@x.com', 'carol@x.com'];
const [ALICE, BOB, CAROL] = NAMES as [string, string, string];
const IMAGES = ['a.png', 'b.png'].map((name) => ({
  name,
  mimeType: 'image/png',
  buffer: makePng(4, 4, (x, y) => [255 * x, 255 * y, 0]),
}));

let stage: FacadeStage;
let basic: string;
let pictures: string;
let opened: OpenPage[];

beforeAll(async () => {
  basic = await readFile('test/browser/kandy-pages/basic.html', 'utf8');
  pictures = await readFile('test/browser/kandy-pages/pictures.html', 'utf8');
});
beforeEach(async () => {
  stage = await FacadeStage.start({ users: NAMES });
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map(({ close }) => close()));
  await stage.stop();
});

/** A page of the basic kind, on which nothing has been done. */
async function open(name: string, glue: Record<string, unknown> = {}, answer?: KandyTokenService['answer']) {
  const one = await stage.open(name, { html: basic, scripts: ['kandy'], glue });
  opened.push(one);
  const service = new KandyTokenService(stage.tokens);
  if (answer) service.answer = answer;
  await service.serve(one.page);
  return one;
}

const lines = ({ page }: OpenPage, list: 'said' | 'notes') => page.locator(`#${list} li`).allTextContents();
const expectLines = (one: OpenPage, list: 'said' | 'notes', expected: unknown) =>
  expect.poll(() => lines(one, list), PATIENCE).toEqual(expected);

async function signIn(one: OpenPage, name: string): Promise<void> {
  await one.page.fill('#client', 'client-1');
  await one.page.fill('#user', name);
  await one.page.fill('#secret', 'right');
  await one.page.click('#sign-in');
  await one.page.waitForFunction(() => document.querySelectorAll('#notes li').length > 0);
}

async function listening(name: string, glue?: Record<string, unknown>): Promise<OpenPage> {
  const one = await open(name, glue);
  await signIn(one, name);
  await one.page.click('#listen');
  await expect.poll(() => lines(one, 'notes'), PATIENCE).toContain('listening');
  return one;
}

async function begin({ page }: OpenPage, recipient: string, kind: 'pair' | 'group' = 'pair'): Promise<void> {
  await page.check(`#${kind}`);
  await page.fill('#recipient', recipient);
  await page.click('#begin');
}

async function say({ page }: OpenPage, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.click('#say');
}

describe('the script', () => {
  it('§1 gives Kandy, which is callable and its own create, and adds nothing else to the page', async () => {
    const { page } = await stage.open(ALICE, { html: '' });
    const before = await page.evaluate(() => Object.getOwnPropertyNames(window));
    const one = await stage.open(ALICE, { html: '', scripts: ['kandy'] });
    opened.push(one);
    const after = await one.page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['Kandy']);
    const seen = await one.page.evaluate(() => {
      const { Kandy } = window as unknown as { Kandy: Record<string, unknown> & ((config: object) => KandyClient) };
      return {
        isItsCreate: Kandy['create'] === Kandy,
        types: ['sdpHandlers', 'configure'].map((name) => typeof Kandy[name]),
        available: Kandy({}).services.getSubscriptions().available,
      };
    });
    expect(seen).toEqual({ isItsCreate: true, types: ['object', 'function'], available: ['chat'] });
  });
});

describe('the basic chat', () => {
  it('KA-1 signs in', async () => {
    const a = await open(ALICE);
    await signIn(a, ALICE);
    await expectLines(a, 'notes', [`signed in as ${ALICE} for 480 minutes`]);
    expect(await a.page.isDisabled('#sign-in')).toBe(true);
    expect(await a.page.isEnabled('#listen')).toBe(true);
  });

  it('KA-2 nothing changes without an id token', async () => {
    const a = await open(ALICE, {}, 'no-id-token');
    await signIn(a, ALICE);
    await expectLines(a, 'notes', ['no valid tokens']);
    expect(await a.page.isDisabled('#listen')).toBe(true);
  });

  it('KA-3 listens: told once', async () => {
    const a = await listening(ALICE);
    expect((await lines(a, 'notes')).filter((line) => line === 'listening')).toHaveLength(1);
    expect(await a.page.isDisabled('#listen')).toBe(true);
  });

  it('KA-4 says why it cannot listen', async () => {
    const a = await open(ALICE, { endpoint: undefined });
    await signIn(a, ALICE);
    await a.page.click('#listen');
    await expect
      .poll(() => lines(a, 'notes'), PATIENCE)
      .toEqual([expect.any(String), expect.stringMatching(/^not listening: unable to connect; .*endpoint/)]);
    expect(await a.page.isEnabled('#listen')).toBe(true);
  });

  it('KA-5 KA-6 KA-9 from one to the other and back, each message once on each page', async () => {
    const [a, b] = await Promise.all([listening(ALICE), listening(BOB)]);
    await say(a, 'too early');
    await expect.poll(() => lines(a, 'notes'), PATIENCE).toContain('nothing to say it in');
    await begin(a, 'Bob@x.com');
    await say(a, 'hello 1');
    for (const one of [a, b]) await expectLines(one, 'said', [`${ALICE}: hello 1`]);
    expect(await lines(b, 'notes')).toContain('new conversation');
    await say(a, 'hello 2');
    for (const one of [a, b]) await expectLines(one, 'said', [`${ALICE}: hello 1`, `${ALICE}: hello 2`]);
    await say(b, 'reply');
    for (const one of [a, b])
      await expectLines(one, 'said', [`${ALICE}: hello 1`, `${ALICE}: hello 2`, `${BOB}: reply`]);
    expect(await lines(b, 'notes')).toContain(`message with ${ALICE}`);
    expect([...a.complaints, ...b.complaints, ...a.logs, ...b.logs, ...a.foreign, ...b.foreign]).toEqual([]);
  });

  it('KA-7 the receiver has begun before: one thread, one line each', async () => {
    const [a, b] = await Promise.all([listening(ALICE), listening(BOB)]);
    await begin(b, ALICE);
    await begin(a, BOB);
    await say(a, 'hello');
    for (const one of [a, b]) await expectLines(one, 'said', [`${ALICE}: hello`]);
    expect(await lines(b, 'notes')).not.toContain('new conversation');
    expect(stage.emulator.requests.count({ method: 'POST', path: /\/chat\/threads$/ })).toBe(1);
  });

  it('KA-8 both begin and say at the same moment: nothing is lost', async () => {
    const [a, b] = await Promise.all([listening(ALICE), listening(BOB)]);
    await Promise.all([begin(a, BOB), begin(b, ALICE)]);
    await Promise.all([a.page.fill('#text', 'from a'), b.page.fill('#text', 'from b')]);
    await Promise.all([a.page.click('#say'), b.page.click('#say')]);
    for (const one of [a, b])
      await expect
        .poll(async () => (await lines(one, 'said')).sort(), PATIENCE)
        .toEqual([`${ALICE}: from a`, `${BOB}: from b`]);
    for (const one of [a, b]) expect(await one.page.evaluate(() => client.conversation.getAll().length)).toBe(1);
  });

  it('KA-10 a group by the id of its thread, mixed case: each member sees it once', async () => {
    const threadId = await stage.createThread(ALICE, [BOB, CAROL]);
    expect(threadId).not.toBe(threadId.toLowerCase());
    const pages = await Promise.all(NAMES.map((name) => listening(name)));
    await begin(pages[0]!, threadId, 'group');
    await say(pages[0]!, 'hello all');
    for (const one of pages) await expectLines(one, 'said', [`${ALICE}: hello all`]);
    expect(await lines(pages[1]!, 'notes')).toContain('new conversation');
  });

  it('KA-11 from one-to-one to the group and back: the receiver follows', async () => {
    const threadId = await stage.createThread(ALICE, [BOB]);
    const [a, b] = await Promise.all([listening(ALICE), listening(BOB)]);
    const said: string[] = [];
    for (const [recipient, kind] of [
      [BOB, 'pair'],
      [threadId, 'group'],
      [BOB, 'pair'],
      [threadId, 'group'],
    ] as const) {
      await begin(a, recipient, kind);
      await say(a, `${said.length}`);
      said.push(`${ALICE}: ${said.length}`);
      for (const one of [a, b]) await expectLines(one, 'said', said);
    }
  });

  it('KA-12 five messages at once: five lines, in order, on both pages', async () => {
    const [a, b] = await Promise.all([listening(ALICE), listening(BOB)]);
    await begin(a, BOB);
    await a.page.evaluate(() => {
      const conversation = client.conversation.getAll()[0];
      for (const text of ['1', '2', '3', '4', '5']) conversation?.createMessage(text).send();
    });
    const expected = ['1', '2', '3', '4', '5'].map((text) => `${ALICE}: ${text}`);
    for (const one of [a, b]) await expectLines(one, 'said', expected);
    const ids = await b.page.evaluate(() =>
      client.conversation
        .getAll()[0]
        ?.getMessages()
        .map((one) => one.messageId),
    );
    expect(new Set(ids).size).toBe(5);
  });

  it('KA-13 after a reload, history comes with fetchMessages, and what is new at once', async () => {
    const [a, b] = await Promise.all([listening(ALICE), listening(BOB)]);
    await begin(a, BOB);
    await say(a, 'before');
    await expectLines(b, 'said', [`${ALICE}: before`]);
    await b.page.reload();
    await signIn(b, BOB);
    await b.page.click('#listen');
    await expect.poll(() => lines(b, 'notes'), PATIENCE).toContain('listening');
    expect(await lines(b, 'said')).toEqual([]);
    await say(a, 'after');
    await expectLines(b, 'said', [`${ALICE}: after`]);
    await b.page.evaluate((id) => client.conversation.get(id)?.fetchMessages(), ALICE);
    await expect
      .poll(() => b.page.evaluate((id) => client.conversation.get(id)?.getMessages().length, ALICE), PATIENCE)
      .toBe(2);
  });
});

/** How a page of the tutorial with pictures is written: what it knows the type by, and what it listens to. */
interface Manner {
  readonly typeName: string;
  readonly types: readonly string[];
  readonly hearsFirst: boolean;
  readonly glue: Record<string, unknown>;
}
const UNMODIFIED: Manner = {
  typeName: 'chat',
  types: ['im', 'chat', 'sms'],
  hearsFirst: false,
  glue: { kandy: { compat: 'multimedia-4.25' } },
};
const CORRECTED: Manner = { typeName: 'chat-oneToOne', types: ['chat-oneToOne'], hearsFirst: true, glue: {} };

async function openPictures(name: string, { glue, ...manner }: Manner): Promise<OpenPage> {
  const setUp = `<script>Object.assign(window, ${JSON.stringify(manner)})</script>`;
  const html = pictures.replace('<body>', `<body>${setUp}`);
  const one = await stage.open(name, { html, scripts: ['kandy'], glue });
  opened.push(one);
  await one.page.evaluate((accessToken) => {
    client.setTokens({ accessToken });
    client.services.subscribe(['chat']);
  }, stage.tokens[name]);
  await one.page.waitForFunction(() => client.services.getSubscriptions().subscribed.length > 0);
  return one;
}

async function sayWith({ page }: OpenPage, text: string, files: typeof IMAGES): Promise<void> {
  await page.fill('#recipient', BOB);
  await page.click('#begin');
  await page.fill('#text', text);
  await page.setInputFiles('#files', files);
  await page.click('#say');
}

/** What is seen of the pictures: whether they were really decoded. */
const seenIn = ({ page }: OpenPage) =>
  page.evaluate(() =>
    [...document.querySelectorAll('#said p')].map((line) => ({
      text: line.firstChild?.textContent,
      images: [...line.querySelectorAll('.file > img')].map((image) => {
        const { alt, src, naturalWidth } = image as HTMLImageElement;
        return `${alt} ${src.slice(0, 5)} ${naturalWidth}`;
      }),
    })),
  );

describe('the chat with pictures', () => {
  it.each([
    ['KM-1', UNMODIFIED],
    ['KM-4', CORRECTED],
  ])('%s text and a picture, at the sender and at a receiver who never began', async (_, manner) => {
    const [a, b] = await Promise.all([openPictures(ALICE, manner), openPictures(BOB, manner)]);
    await sayWith(a, 'look', IMAGES.slice(0, 1));
    for (const one of [a, b])
      await expect.poll(() => seenIn(one), PATIENCE).toEqual([{ text: `${ALICE}:look`, images: ['a.png blob: 4'] }]);
    expect([...a.complaints, ...b.complaints, ...a.logs, ...b.logs]).toEqual([]);
  });

  it('KM-2 two pictures in one message, and the same file once more in the next', async () => {
    const [a, b] = await Promise.all([openPictures(ALICE, UNMODIFIED), openPictures(BOB, UNMODIFIED)]);
    await sayWith(a, 'both', IMAGES);
    await expect.poll(async () => (await seenIn(b)).length, PATIENCE).toBe(1);
    await a.page.fill('#text', '');
    await a.page.click('#say');
    const images = ['a.png blob: 4', 'b.png blob: 4'];
    for (const one of [a, b])
      await expect
        .poll(() => seenIn(one), PATIENCE)
        .toEqual([
          { text: `${ALICE}:both`, images },
          { text: `${ALICE}:`, images },
        ]);
    expect([...a.complaints, ...b.complaints]).toEqual([]);
  });

  it('KM-3 a download that is refused: the text is there, messages:error tells, and nothing asks for ever', async () => {
    const [a, b] = await Promise.all([openPictures(ALICE, UNMODIFIED), openPictures(BOB, UNMODIFIED)]);
    let refused = 0;
    await b.page.route(
      (url) => url.href.startsWith(stage.site.filesUrl),
      async (route) => {
        refused += 1;
        await route.fulfill({ status: 403, headers: { 'access-control-allow-origin': '*' } });
      },
    );
    await sayWith(a, 'look', IMAGES.slice(0, 1));
    await expect.poll(() => b.page.evaluate(() => errors.length), PATIENCE).toBe(1);
    expect(await seenIn(b)).toEqual([{ text: `${ALICE}:look`, images: ['a.png  0'] }]);
    const [before, drawn] = [refused, await b.page.evaluate(() => shown)];
    expect(before).toBeGreaterThan(0);
    await a.page.fill('#text', 'and now?');
    await a.page.setInputFiles('#files', []);
    await a.page.click('#say');
    await expect.poll(async () => (await seenIn(b)).at(-1)?.text, PATIENCE).toBe(`${ALICE}:and now?`);
    await expect.poll(() => b.page.evaluate(() => errors.length), PATIENCE).toBe(2);
    // Once for each drawing, and the second message was one.
    expect(refused).toBe(2 * before);
    expect(await b.page.evaluate(() => shown)).toBe(drawn + 1);
    expect(b.complaints).toEqual([]);
  });
});
