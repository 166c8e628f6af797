/** The example app, with people who mean no good. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KandyClient } from '../../src/kandy/index.js';
import { makePng } from '../helper/make-png.js';
import { PATIENCE } from '../helper/next-event.js';
import { FacadeStage } from './facade-stage.js';
import type { OpenPage } from './stage-page.js';

declare const client: KandyClient | undefined;

const [ALICE, BOB] = ['alice@x.com', '<b onclick="window.__x=1">bob</b>'] as const;
const FOLDER = 'examples/kandy-chat';
let stage: FacadeStage;
let opened: OpenPage[];

beforeEach(async () => {
  stage = await FacadeStage.start({ users: [ALICE, BOB] });
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map(({ close }) => close()));
  await stage.stop();
});

async function open(name: string): Promise<OpenPage> {
  const read = (file: string) => readFile(`${FOLDER}/${file}`, 'utf8');
  const one = await stage.open(name, {
    html: await read('index.html'),
    files: {
      'app.js': await read('app.js'),
      'style.css': await read('style.css'),
      'kandy.global.js': { bundle: 'kandy' },
    },
    glue: { endpoint: undefined, identities: undefined, media: undefined },
  });
  opened.push(one);
  const { endpoint } = stage.emulator;
  await one.page.route('**/session', (route) =>
    route.fulfill({
      json: {
        accessToken: stage.tokens[name],
        settings: { endpoint, identities: stage.identities, media: { url: stage.site.filesUrl } },
      },
    }),
  );
  await one.page.reload();
  await expect.poll(() => one.page.textContent('#state'), PATIENCE).toContain('Here as');
  return one;
}

async function say({ page }: OpenPage, text: string, files: { name: string; mimeType: string; buffer: Buffer }[] = []) {
  await page.fill('#composer [name=text]', text);
  await page.setInputFiles('#composer [name=files]', files);
  await page.click('#composer button');
}

const messagesOf = ({ page }: OpenPage) =>
  page.evaluate(() =>
    [...document.querySelectorAll('#messages li')].map((line) => ({
      sender: line.querySelector('b')?.textContent,
      texts: [...line.querySelectorAll('p')].map(({ textContent }) => textContent),
      images: [...line.querySelectorAll('img')].map(
        ({ alt, src, naturalWidth }) => `${alt} ${src.slice(0, 5)} ${naturalWidth}`,
      ),
    })),
  );

describe('the example app for Kandy', () => {
  it('KX-1 shows hostile texts, names and file names as what they are, and runs nothing of them', async () => {
    const hostile = '<img src=x onerror="window.__x=1">';
    const fileName = '"><script>window.__x=1<' + '/script>.png';
    const [a, b] = [await open(ALICE), await open(BOB)];
    await b.page.fill('#opener [name=recipient]', ALICE);
    await b.page.click('#opener button');
    const buffer = makePng(4, 4, () => [0, 0, 0]);
    await say(b, hostile, [{ name: fileName, mimeType: 'image/png', buffer }]);
    const expected = [{ sender: BOB, texts: [hostile], images: [`${fileName} blob: 4`] }];
    for (const one of [a, b]) await expect.poll(() => messagesOf(one), PATIENCE).toEqual(expected);
    expect(await a.page.textContent('#conversations')).toBe(BOB);

    await say(a, 'a reply');
    for (const one of [a, b])
      await expect
        .poll(() => messagesOf(one), PATIENCE)
        .toEqual([...expected, { sender: ALICE, texts: ['a reply'], images: [] }]);
    for (const { page, complaints, logs, foreign } of [a, b]) {
      expect(await page.evaluate(() => '__x' in window)).toBe(false);
      expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
      expect(await page.content()).not.toContain(stage.tokens[ALICE]!);
      expect([complaints, logs.filter((line) => !line.includes('404')), foreign]).toEqual([[], [], []]);
    }
  });

  it('KX-1 lets no file pass that is no picture, shows one that only says so by its name, and lets go at the end', async () => {
    const [a, b] = [await open(ALICE), await open(BOB)];
    await a.page.fill('#opener [name=recipient]', BOB);
    await a.page.click('#opener button');
    const buffer = Buffer.from('<script>window.__x=1</script>');
    await say(a, 'run this', [{ name: 'page.html', mimeType: 'text/html', buffer }]);
    expect(await a.page.textContent('#problem')).toBe('page.html is no picture, or larger than 10 MB.');
    await say(a, 'look', [{ name: 'not-really.png', mimeType: 'image/png', buffer }]);
    await expect
      .poll(() => messagesOf(b), PATIENCE)
      .toEqual([{ sender: ALICE, texts: ['look', 'not-really.png'], images: [] }]);
    await b.page.evaluate(() => client?.destroy());
    await say(a, 'unheard');
    await expect.poll(async () => (await messagesOf(a)).length, PATIENCE).toBe(2);
    expect(await messagesOf(b)).toHaveLength(1);
  });
});
