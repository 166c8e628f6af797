/** The example app, as it is in the repository, with a server that knows who is logged in. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FacadeStage } from './facade-stage.js';
import type { OpenPage } from './stage-page.js';

const FOLDER = 'examples/signalwire-chat';
const PATIENCE = { timeout: 15_000 };
let stage: FacadeStage;

beforeEach(async () => {
  stage = await FacadeStage.start({ users: ['alice', 'bob', '<img src=x onerror=window.__x=1>'] });
});
afterEach(() => stage.stop());

/** Opens the app, logs in, connects. */
async function open(name: string): Promise<OpenPage> {
  const read = (file: string) => readFile(`${FOLDER}/${file}`, 'utf8');
  const files = { 'app.js': await read('app.js'), 'style.css': await read('style.css') };
  // The settings come with the session, as from the app's own server.
  const glue = { endpoint: undefined, identities: undefined, media: undefined };
  const opened = await stage.open(name, { html: await read('index.html'), files, glue });
  const session = { token: stage.tokens[name], endpoint: stage.emulator.endpoint, identities: stage.identities };
  await opened.page.route('**/session', (route) => route.fulfill({ json: session }));
  await opened.page.click('#connect');
  await opened.page.waitForSelector('#chat:not([hidden])', PATIENCE);
  return opened;
}

const talkTo = ({ page }: OpenPage, name: string) => page.selectOption('#addresses', name);
async function write({ page }: OpenPage, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.click('#composer button');
}
const lines = ({ page }: OpenPage): Promise<string[]> =>
  page.$$eval('#messages li', (items) =>
    items.map((item) => `${item.firstChild!.textContent}: ${item.lastChild!.textContent}`),
  );

it('two people talk; whoever comes later sees what was written', async () => {
  const [alice, bob] = [await open('alice'), await open('bob')];
  expect(await alice.page.textContent('#status')).toBe('Connected as alice');
  await talkTo(alice, 'bob');
  await talkTo(bob, 'alice');
  await write(alice, 'Good morning');
  await expect.poll(() => lines(bob), PATIENCE).toEqual(['alice: Good morning']);
  await write(bob, 'Morning!');
  const both = ['alice: Good morning', 'bob: Morning!'];
  await expect.poll(() => lines(alice), PATIENCE).toEqual(both);
  await bob.page.click('#disconnect');
  await bob.page.click('#connect');
  await talkTo(bob, 'alice');
  await expect.poll(() => lines(bob), PATIENCE).toEqual(both);
  expect([...alice.complaints, ...bob.complaints, ...alice.logs, ...bob.logs]).toEqual([]);
});

it('older messages come by a click, each once', async () => {
  const alice = await open('alice');
  await talkTo(alice, 'bob');
  const texts = Array.from({ length: 25 }, (_, index) => `line ${index + 1}`);
  for (const text of texts) {
    await write(alice, text);
    await expect.poll(() => lines(alice), PATIENCE).toContain(`alice: ${text}`);
  }
  await talkTo(alice, '<img src=x onerror=window.__x=1>');
  await expect.poll(() => lines(alice), PATIENCE).toEqual([]);
  await talkTo(alice, 'bob');
  await expect.poll(() => lines(alice), PATIENCE).toHaveLength(20);
  await alice.page.click('#older');
  await expect.poll(() => lines(alice), PATIENCE).toEqual(texts.map((text) => `alice: ${text}`));
  expect(await alice.page.isHidden('#older')).toBe(true);
});

it('WX-1 hostile text and names are shown as text; nothing is kept in the storage', async () => {
  const hostile = '<img src=x onerror=window.__x=1>';
  const [alice, mallory] = [await open('alice'), await open(hostile)];
  await talkTo(alice, hostile);
  await talkTo(mallory, 'alice');
  const texts = ['<script>window.__x=1</script>', '"><svg onload=window.__x=1>', hostile];
  for (const text of texts) await write(mallory, text);
  await expect.poll(() => lines(alice), PATIENCE).toEqual(texts.map((text) => `${hostile}: ${text}`));
  for (const { page, complaints } of [alice, mallory]) {
    expect(await page.evaluate(() => '__x' in window)).toBe(false);
    expect(await page.$$eval('#messages img, #messages svg, #messages script', (all) => all.length)).toBe(0);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  }
  expect(await mallory.page.textContent('#status')).toBe(`Connected as ${hostile}`);
});

it('what fails is said, and the text stays', async () => {
  const alice = await open('alice');
  await talkTo(alice, 'bob');
  stage.emulator.faults.add({ kind: 'answer', status: 403, path: /\/chat\/threads$/, times: Infinity });
  await write(alice, 'precious words');
  await alice.page.waitForSelector('#problem:not([hidden])', PATIENCE);
  expect(await alice.page.textContent('#problem')).toContain('Error sending message to conversation!');
  expect(await alice.page.inputValue('#text')).toBe('precious words');
  expect(await alice.page.textContent('#problem')).not.toContain('precious');
});
