/** The example in examples/stitch-chat, as its README says that it is served. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../helper/next-event.js';
import { FacadeStage } from './facade-stage.js';
import type { OpenPage } from './stage-page.js';

const HOSTILE = '<img src=x onerror="document.title=1">';
const USERS = ['Ada', HOSTILE] as const;
const FOLDER = 'examples/stitch-chat';

let stage: FacadeStage;
let threadId: string;

beforeAll(async () => {
  stage = await FacadeStage.start({ users: USERS });
  threadId = await stage.createThread('Ada', [HOSTILE], HOSTILE);
});
afterAll(() => stage.stop());

async function open(name: string): Promise<OpenPage> {
  const azure = {
    endpoint: stage.emulator.endpoint,
    identities: stage.identities,
    conversations: { 'CON-1': threadId },
    media: { url: stage.site.filesUrl },
  };
  const session = { token: stage.tokens[name], conversation: 'CON-1', azure };
  const [html, script, style] = await Promise.all(
    ['index.html', 'app.js', 'style.css'].map((file) => readFile(`${FOLDER}/${file}`, 'utf8')),
  );
  const opened = await stage.open(name, {
    html: html!,
    files: {
      'app.js': script!,
      'style.css': style!,
      'stitch.global.js': { bundle: 'stitch' },
      'session.json': JSON.stringify(session),
    },
    glue: {},
  });
  await vi.waitFor(async () => expect(await opened.page.isEnabled('#text')).toBe(true), PATIENCE);
  return opened;
}

const say = async ({ page }: OpenPage, text: string): Promise<void> => {
  await page.fill('#text', text);
  await page.click('#composer button');
};
const lines = ({ page }: OpenPage): Promise<string[]> => page.locator('#lines li').allTextContents();

describe('the example for Stitch', () => {
  it('NX-1 shows names, texts and titles as text, also of those who would rather be HTML', async () => {
    const [ada, other] = await Promise.all([open('Ada'), open(HOSTILE)]);
    await say(other, HOSTILE);
    await vi.waitFor(async () => expect(await lines(ada)).toContain(`${HOSTILE}: ${HOSTILE}`), PATIENCE);
    expect(await ada.page.textContent('#title')).toBe(HOSTILE);
    expect(await other.page.textContent('#own-name')).toBe(HOSTILE);
    await say(ada, 'nice try');
    await vi.waitFor(async () => expect(await lines(other)).toContain('Ada: nice try'), PATIENCE);
    for (const { page, complaints, foreign } of [ada, other]) {
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toBe('Club room');
      expect([complaints, foreign]).toEqual([[], []]);
    }
    await Promise.all([ada.close(), other.close()]);
  });

  it('NX-2 keeps no token in any storage, and writes nothing to the console', async () => {
    const { page, logs, close } = await open('Ada');
    const kept = await page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      cookie: document.cookie,
      databases: (await indexedDB.databases()).length,
    }));
    expect(kept).toEqual({ local: [], session: [], cookie: '', databases: 0 });
    expect(logs).toEqual([]);
    await close();
  });

  it('shows pictures and the history, through the library alone', async () => {
    const ada = await open('Ada');
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await ada.page.setInputFiles('#picture', {
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(pixel, 'base64'),
    });
    await ada.page.waitForSelector('#lines img');
    const other = await open(HOSTILE);
    await other.page.waitForSelector('#lines img');
    expect(await other.page.getAttribute('#lines img', 'src')).toBe(`data:image/png;base64,${pixel}`);
    await stage.request(HOSTILE, 'POST', `/chat/threads/${encodeURIComponent(threadId)}/messages`, {
      content: 'bad.png',
      type: 'text',
      metadata: { fileSharingMetadata: '[{"name":"bad.png","url":"https://evil.example/bad.png"}]' },
    });
    await vi.waitFor(async () => expect((await lines(ada)).at(-1)).toContain('bad.png'), PATIENCE);
    expect([ada.complaints, ada.foreign, await ada.page.locator('#lines img').count()]).toEqual([[], [], 1]);
    await Promise.all([ada.close(), other.close()]);
  });
});
