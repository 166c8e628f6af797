import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo as startDemoHere } from '../../src/demo/index.js';
import { launchChromium } from '../helper/chromium.js';
import { type RunningCli, startCli } from '../helper/cli.js';
import { makePng } from '../helper/make-png.js';
import { DemoPane, eventually, type OpenDemo, openDemo } from './demo-pane.js';
import { connect, seedThread } from './seed-thread.js';

/** Not the demo's own server: files go to the storage and come from there. */
const AZURITE = /^http:\/\/127\.0\.0\.1:\d+\/demo\/demo-media\//;
const HOSTILE = '<img src=x onerror="window.hacked = true"><b>bold</b>';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

interface RunningDemo {
  readonly url: string;
  readonly endpoint: string;
  readonly files: string;
  readonly cli: RunningCli;
}

async function startDemo(): Promise<RunningDemo> {
  const cli = await startCli('demo', '--json');
  return { ...(JSON.parse(cli.firstLine) as Omit<RunningDemo, 'cli'>), cli };
}

describe('demo page in two browsers', () => {
  let demo: RunningDemo;
  let views: OpenDemo[];
  let alice: DemoPane;
  let bob: DemoPane;

  beforeAll(async () => {
    demo = await startDemo();
    views = await Promise.all(['alice', 'bob'].map((name) => openDemo(browser, `${demo.url}?pane=${name}`)));
    alice = new DemoPane(views[0]!.page, 'alice');
    bob = new DemoPane(views[1]!.page, 'bob');
  });

  afterAll(async () => {
    await Promise.all(views.map((view) => view.close()));
    await demo.cli.stop();
  });

  it('connects both, with real-time push', async () => {
    await Promise.all([alice, bob].map((pane) => pane.waitUntilReady()));
    const expected = expect.stringContaining(demo.endpoint.replace('http', 'ws'));
    for (const { sockets } of views) expect(sockets).toEqual([expected]);
  });

  it('shows one conversation to both when Alice starts it and adds Bob', async () => {
    await alice.start('Weekend hike');
    await eventually(() => bob.part('title').allTextContents()).toEqual(['Weekend hike']);
    await eventually(() => alice.part('people').textContent()).toBe('You, Bob');
    await eventually(() => bob.part('people').textContent()).toBe('You, Alice');
    await eventually(() => alice.part('line').allTextContents()).toEqual(['Bob joined']);
  });

  it('brings a message to the other side, with its author', async () => {
    await alice.send('Hello Bob');
    await eventually(() => bob.bodies()).toEqual(['Hello Bob']);
    expect(await bob.message('Hello Bob').getByTestId('author').textContent()).toBe('Alice');
    expect(await alice.message('Hello Bob').getByTestId('author').textContent()).toBe('You');
  });

  it('shows that the message was read', async () => {
    await eventually(() => alice.message('Hello Bob').getByTestId('read-state').textContent()).toBe('Read by Bob');
  });

  it('shows who is typing, until the message comes', async () => {
    await bob.part('input').pressSequentially('Hi Al');
    await eventually(() => alice.part('typing').textContent()).toBe('Bob is typing');
    await bob.send('Hi Alice');
    await eventually(() => alice.bodies()).toEqual(['Hello Bob', 'Hi Alice']);
    await eventually(() => alice.part('typing').textContent()).toBe('');
  });

  it('carries attributes: a reply quotes its message', async () => {
    await alice.act('Hi Alice', 'reply');
    await alice.send('How are you?');
    await eventually(() => bob.message('How are you?').getByTestId('quote').allTextContents()).toEqual(['BobHi Alice']);
  });

  it('shows an attached picture on both sides', async () => {
    await bob.sendPicture(
      'dot.png',
      makePng(8, 6, () => [200, 40, 40]),
      'Look at this',
    );
    for (const pane of [alice, bob]) {
      const image = pane.message('Look at this').getByTestId('image');
      await eventually(() => image.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([
        8, 6,
      ]);
      expect(await image.getAttribute('alt')).toBe('dot.png');
      expect(await image.getAttribute('src')).toMatch(AZURITE);
    }
    expect(demo.files).toBe('azurite');
  });

  it('shows a correction, marked as such', async () => {
    await alice.act('How are you?', 'edit');
    await alice.part('input').fill('How was your trip?');
    await alice.part('send').click();
    for (const pane of [alice, bob]) {
      await eventually(() => pane.bodies()).toContain('How was your trip?');
      await eventually(() => pane.message('How was your trip?').getByTestId('edited').isVisible()).toBe(true);
      expect(await pane.bodies()).not.toContain('How are you?');
    }
    expect(await bob.message('Hello Bob').getByTestId('edited').isVisible()).toBe(false);
  });

  it('takes a deleted message away on both sides', async () => {
    await bob.act('Hi Alice', 'delete');
    for (const pane of [alice, bob]) {
      await eventually(() => pane.bodies()).toEqual(['Hello Bob', 'How was your trip?', 'Look at this']);
    }
  });

  it('shows hostile text as text', async () => {
    await bob.send(HOSTILE);
    await eventually(() => alice.bodies()).toContain(HOSTILE);
    for (const { page } of views) {
      expect(await page.locator('[onerror], .body *').count()).toBe(0);
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    }
  });

  it('shows that Bob left, and Bob that he is out', async () => {
    await bob.part('leave').click();
    await eventually(() => bob.part('line').allTextContents()).toContain('You left the conversation');
    await eventually(() => bob.part('input').isDisabled()).toBe(true);
    expect(await bob.part('error').isVisible()).toBe(false);
    await eventually(() => alice.part('line').allTextContents()).toContain('Bob leftAdd back');
    await eventually(() => alice.part('people').textContent()).toBe('You');
  });

  it('lets Bob in again, with everything that was said', async () => {
    await alice.send('Are you there?');
    expect(await bob.bodies()).not.toContain('Are you there?');
    await alice.part('add-back').click();
    const expected = ['Hello Bob', 'How was your trip?', 'Look at this', HOSTILE, 'Are you there?'];
    await eventually(() => bob.bodies()).toEqual(expected);
    await eventually(() => alice.part('people').textContent()).toBe('You, Bob');
    await bob.send('Back again');
    await eventually(() => alice.bodies()).toEqual([...expected, 'Back again']);
  });

  it('says what is wrong when somebody is added who cannot be', async () => {
    await alice.part('add').click();
    await alice.part('add-name').fill('no body');
    await alice.part('add-submit').click();
    await eventually(() => alice.part('error').isVisible()).toBe(true);
    expect(await alice.part('error-text').textContent()).toMatch(/^No body could not be added: ./);
    await alice.part('dismiss').click();
    await eventually(() => alice.part('error').isVisible()).toBe(false);
  });

  it('finds the history again after a reload', async () => {
    const before = await bob.bodies();
    await views[1]!.page.reload();
    await bob.waitUntilReady();
    await eventually(() => bob.bodies()).toEqual(before);
    await alice.send('Welcome back');
    await eventually(() => bob.bodies()).toEqual([...before, 'Welcome back']);
  });

  it('caused no error in either page', () => {
    // What browsers say themselves when somebody could not be added.
    const refused = expect.stringMatching(/403 \(Forbidden\) \(.*\/companion\/users\/lookup\)$/);
    expect(views.flatMap(({ problems }) => problems)).toEqual([refused]);
  });
});

describe('demo page with what the companion adds', () => {
  let demo: RunningDemo;
  let views: OpenDemo[];
  let alice: DemoPane;
  let bob: DemoPane;

  beforeAll(async () => {
    demo = await startDemo();
    views = await Promise.all(['alice', 'bob'].map((name) => openDemo(browser, `${demo.url}?pane=${name}`)));
    alice = new DemoPane(views[0]!.page, 'alice');
    bob = new DemoPane(views[1]!.page, 'bob');
  });

  afterAll(async () => {
    await Promise.all(views.map((view) => view.close()));
    await demo.cli.stop();
  });

  it('gives a conversation a unique name', async () => {
    await Promise.all([alice, bob].map((pane) => pane.waitUntilReady()));
    await alice.start('Weekend hike', 'weekend-hike');
    for (const pane of [alice, bob])
      await eventually(() => pane.part('unique-name').allTextContents()).toEqual(['weekend-hike']);
    await alice.sendPicture(
      'dot.png',
      makePng(8, 6, () => [200, 40, 40]),
      'Look at this',
    );
    await eventually(() => bob.bodies()).toEqual(['Look at this']);
  });

  it('brings a file to the other side, from Azurite too', async () => {
    const content = randomBytes(300_000);
    await alice.sendFile('track.gpx', 'application/gpx+xml', content, 'The track');
    const link = bob.message('The track').getByTestId('attachment');
    await eventually(() => link.textContent()).toBe('track.gpx (300 kB)');
    const address = (await link.getAttribute('href')) ?? '';
    expect(address).toMatch(AZURITE);
    const response = await fetch(address);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;.*track\.gpx/);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    await alice.act('The track', 'delete');
    await eventually(() => bob.bodies()).not.toContain('The track');
  });

  it('brings notes of 10 KB to the other side whole, and the changes of the other side back', async () => {
    const notes = Array.from({ length: 280 }, (_, number) => `${number}: bring a map, and tea ☕ for all`).join('\n');
    expect(Buffer.byteLength(notes)).toBeGreaterThan(10 * 1024);
    const [hers, his] = [await alice.openNotes(), await bob.openNotes()];
    await hers.fill(notes);
    await eventually(() => his.inputValue()).toBe(notes);
    await eventually(() => alice.part('notes-status').textContent()).toMatch(/^Saved · [\d.]+ of 16 KB$/);
    await his.fill('Tea is enough');
    await eventually(() => hers.inputValue()).toBe('Tea is enough');
  });

  it('says that notes are too long, and keeps what was typed without sending it', async () => {
    const [hers, his] = [await alice.openNotes(), await bob.openNotes()];
    const tooLong = 'x'.repeat(17_000);
    await hers.fill(tooLong);
    await eventually(() => alice.part('notes-status').textContent()).toMatch(/^Too long to be saved · 16\.6 of 16 KB$/);
    await hers.fill('x'.repeat(16_000));
    await eventually(() => his.inputValue()).toBe('x'.repeat(16_000));
    for (const pane of [alice, bob]) await pane.part('notes-toggle').click();
  });

  it('lets Carol join by the unique name, in a window of her own, and shows her what was said', async () => {
    const view = await openDemo(browser, `${demo.url}?pane=carol`);
    views.push(view);
    const carol = new DemoPane(view.page, 'carol');
    await carol.waitUntilReady();
    await carol.join('weekend-hike');
    await eventually(() => carol.part('title').allTextContents()).toEqual(['Weekend hike']);
    expect(await carol.part('unique-name').textContent()).toBe('weekend-hike');
    await eventually(() => carol.part('people').textContent()).toMatch(/^You, (Alice, Bob|Bob, Alice)$/);
    await eventually(() => carol.bodies()).toEqual(await bob.bodies());
    const image = carol.message('Look at this').getByTestId('image');
    await eventually(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
    expect(await (await carol.openNotes()).inputValue()).toBe('x'.repeat(16_000));
    for (const pane of [alice, bob])
      await eventually(() => pane.part('line').allTextContents()).toContain('Carol joined');
    await carol.send('Room for one more?');
    for (const pane of [alice, bob]) await eventually(() => pane.bodies()).toContain('Room for one more?');
  });

  it('shows others the name that somebody gives herself', async () => {
    await alice.rename('Alice L.');
    const view = await openDemo(browser, `${demo.url}?pane=dora`);
    views.push(view);
    const dora = new DemoPane(view.page, 'dora');
    await dora.waitUntilReady();
    await dora.join('weekend-hike');
    await eventually(() => dora.part('people').textContent()).toContain('Alice L.');
    await eventually(() => dora.message('Look at this').getByTestId('author').textContent()).toBe('Alice L.');
  });

  it('caused no error in any page', () => {
    expect(views.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

describe('demo page without Azurite', () => {
  let demo: Demo;
  let view: OpenDemo;

  beforeAll(async () => {
    demo = await startDemoHere({ assets: new URL('../../dist/demo/', import.meta.url), files: 'memory' });
    view = await openDemo(browser, demo.url);
  });

  afterAll(async () => {
    await view.close();
    await demo.stop();
  });

  it('sends files to the server that it came from, and shows them', async () => {
    const [alice, bob] = [new DemoPane(view.page, 'alice'), new DemoPane(view.page, 'bob')];
    await Promise.all([alice, bob].map((pane) => pane.waitUntilReady()));
    await alice.start('Weekend hike');
    await alice.sendPicture(
      'dot.png',
      makePng(8, 6, () => [200, 40, 40]),
      'Look at this',
    );
    for (const pane of [alice, bob]) {
      const image = pane.message('Look at this').getByTestId('image');
      await eventually(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
      expect(await image.getAttribute('src')).toContain(`${demo.url}files/`);
    }
    expect(view.problems).toEqual([]);
  });
});

describe('demo page with two panes', () => {
  let demo: RunningDemo;
  let view: OpenDemo;
  let alice: DemoPane;
  let bob: DemoPane;

  beforeAll(async () => {
    demo = await startDemo();
    view = await openDemo(browser, demo.url);
    alice = new DemoPane(view.page, 'alice');
    bob = new DemoPane(view.page, 'bob');
  });

  afterAll(async () => {
    await view.close();
    await demo.cli.stop();
  });

  it('connects both in one page', async () => {
    await Promise.all([alice, bob].map((pane) => pane.waitUntilReady()));
  });

  it('counts as unread what comes in while nobody looks at the pane', async () => {
    await alice.start('Weekend hike', 'weekend-hike');
    await alice.send('Morning! Still up for a hike on Saturday?');
    await eventually(() => bob.bodies()).toHaveLength(1);
    await eventually(() => bob.part('unread').textContent()).toBe('1');
    expect(await alice.part('read-state').textContent()).toBe('Sent');
    await bob.part('input').click();
    await eventually(() => bob.part('unread').isVisible()).toBe(false);
    await eventually(() => alice.part('read-state').textContent()).toBe('Read by Bob');
  });

  it('looks like its picture in the README', async () => {
    await bob.send('Absolutely. Which trail do you have in mind?');
    await alice.sendPicture(
      'ridge-trail.png',
      makePng(520, 300, paintMountains),
      'The ridge trail. I took this last autumn.',
    );
    await bob.act('The ridge trail. I took this last autumn.', 'reply');
    await bob.send('Gorgeous! So the early train, at 7:40?');
    await alice.send('Deal. I bring a map and cofee.');
    await alice.act('Deal. I bring a map and cofee.', 'edit');
    await alice.part('input').fill('Deal. I bring a map and coffee.');
    await alice.part('send').click();
    await eventually(() => bob.bodies()).toContain('Deal. I bring a map and coffee.');
    await eventually(async () => {
      // A signal leaves at most every few seconds, so one keystroke may not be enough.
      await bob.part('input').fill('And I bring the sandwi');
      return alice.part('typing').textContent();
    }).toBe('Bob is typing');
    await eventually(() => alice.part('read-state').last().textContent()).toBe('Read by Bob');
    await eventually(() => bob.part('read-state').last().textContent()).toBe('Read by Alice');
    // The same time everywhere, so that the picture changes only when the page does.
    await view.page.locator('time').evaluateAll((times) => times.forEach((time) => (time.textContent = '9:41')));
    await mkdir('docs/images', { recursive: true });
    await view.page.screenshot({ path: 'docs/images/demo.png', animations: 'disabled' });
  });

  it('caused no error', () => {
    expect(view.problems).toEqual([]);
  });
});

describe('demo page with a long conversation', () => {
  let demo: RunningDemo;
  let view: OpenDemo;

  beforeAll(async () => {
    demo = await startDemo();
    const texts = Array.from({ length: 35 }, (_, number) => `Message ${number}`);
    await seedThread(await connect(demo.url, 'alice'), 'Written elsewhere', texts);
    view = await openDemo(browser, `${demo.url}?pane=alice`);
  });

  afterAll(async () => {
    await view.close();
    await demo.cli.stop();
  });

  it('shows the newest page of what another ACS app wrote, and the rest on request', async () => {
    const alice = new DemoPane(view.page, 'alice');
    await eventually(() => alice.part('title').allTextContents()).toEqual(['Written elsewhere']);
    await eventually(() => alice.bodies()).toHaveLength(30);
    expect((await alice.bodies())[0]).toBe('Message 5');
    await alice.part('older').click();
    await eventually(() => alice.bodies()).toHaveLength(35);
    expect((await alice.bodies()).slice(0, 7)).toEqual(Array.from({ length: 7 }, (_, number) => `Message ${number}`));
    await eventually(() => alice.part('older').isVisible()).toBe(false);
    expect(view.problems).toEqual([]);
  });
});

/** A morning sky over three ranges, each paler than the one before it. */
function paintMountains(x: number, y: number): [number, number, number] {
  const near = 0.78 + 0.09 * Math.sin(x * 7 + 1) + 0.03 * Math.sin(x * 23);
  const middle = 0.62 + 0.1 * Math.sin(x * 5 + 3.5) + 0.025 * Math.sin(x * 19 + 2);
  const far = 0.46 + 0.12 * Math.sin(x * 4 + 5.4) + 0.02 * Math.sin(x * 27 + 1);
  if (y > near) return [38 + 20 * y, 70 + 20 * y, 72];
  if (y > middle) return [76, 112 + 20 * y, 118];
  if (y > far) return [130, 156, 172];
  const sun = Math.hypot((x - 0.72) * 1.7, y - 0.3);
  const glow = Math.max(0, 1 - sun * 2.4);
  return sun < 0.075 ? [255, 246, 214] : [236 + 20 * glow, 190 + 70 * y + 30 * glow, 170 + 60 * (1 - y) - 20 * glow];
}
