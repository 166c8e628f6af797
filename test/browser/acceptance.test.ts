/**
 * What an app with a companion has to say to the library: nothing. The page's only lines are a token `fetch` and
 * `new Client(token)`; everything else here is what any app does with a client.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.js';
import type * as rethread from '../../src/index.js';
import { azureBlobMedia, createCompanion, defaultAuthorize, toNodeListener } from '../../src/server/index.js';
import { allowPages, type Azurite, startAzurite } from '../helper/azurite.js';
import { launchChromium } from '../helper/chromium.js';
import { recordLog } from '../helper/recorded-log.js';

/** What the page leaves there. */
declare const client: rethread.Client;
/** What one step leaves there for the next. */
declare const conversation: rethread.Conversation;

const PAGE = `<!doctype html>
<link rel="icon" href="data:,">
<script src="/rethread.global.js"></script>
<script type="module">
  const token = await (await fetch('/chat/token' + location.search)).text();
  window.client = new Twilio.Conversations.Client(token);
</script>`;

const NOTES = { notes: 'Bring a map, and tea ☕. '.repeat(400) };

let browser: Browser;
let emulator: Emulator;
let azurite: Azurite;
let site: Server;
let origin: string;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, emulator, azurite] = await Promise.all([launchChromium(), startEmulator(), startAzurite()]);
  await allowPages(azurite.service);
  const script = await readFile('dist/rethread.global.js');
  site = createServer();
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const { connectionString } = azurite;
  const container = azurite.newContainer().containerName;
  const companion = createCompanion({
    acs: { connectionString: emulator.connectionString },
    publicUrl: `${origin}/chat`,
    authenticate: (request) => new URL(request.url).searchParams.get('identity'),
    authorize: (action, context) =>
      ['conversation.find', 'conversation.peek', 'conversation.join'].includes(action) ||
      defaultAuthorize(action, context),
    media: azureBlobMedia({ connectionString, container, createContainer: true }),
    tokenFormat: 'text',
    logger: recordLog().logger,
  });
  const listen = toNodeListener(companion);
  site.on('request', (request, response) => {
    if (request.url?.startsWith('/chat/')) {
      listen(request, response);
      return;
    }
    const isScript = request.url === '/rethread.global.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isScript ? script : PAGE);
  });
});

afterAll(async () => {
  await browser.close();
  site.closeAllConnections();
  site.close();
  await Promise.all([emulator.stop(), azurite.stop()]);
});

/** The page of somebody, in a browser context of their own, with its client started. */
async function open(identity: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => complaints.push(line.text()));
  await page.goto(`${origin}/?identity=${encodeURIComponent(identity)}`);
  await page.waitForFunction(() => 'client' in window);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        client.on('initialized', () => resolve());
        client.on('initFailed', ({ error }) => reject(new Error(error?.message)));
      }),
  );
  return page;
}

describe('a page whose only lines are a token fetch and new Client(token)', () => {
  let alice: Page;
  let bob: Page;

  it('says nothing else to the library', () => {
    const lines = PAGE.split('\n').filter((line) => line.startsWith('  '));
    expect(lines).toHaveLength(2);
    expect(PAGE).not.toMatch(/configure|rethread:|\bendpoint\b|\boptions\b/);
  });

  it('has identities', async () => {
    alice = await open('alice');
    bob = await open('Bob O’Hara');
    expect(await alice.evaluate(() => client.user.identity)).toBe('alice');
    expect(await bob.evaluate(() => client.user.identity)).toBe('Bob O’Hara');
  });

  it('has unique names, for one conversation each', async () => {
    await alice.evaluate(async () => {
      const made = await client.createConversation({ friendlyName: 'Weekend', uniqueName: 'weekend-hike' });
      await made.join();
      await made.sendMessage('Who comes along?');
      Object.assign(window, { conversation: made });
    });
    const refusal = await bob.evaluate(() =>
      client.createConversation({ uniqueName: 'weekend-hike' }).then(
        () => undefined,
        (error: unknown) => (error as { status: number }).status,
      ),
    );
    expect(refusal).toBe(409);
    // The browser's own word about it.
    await expect.poll(() => complaints).toEqual([expect.stringContaining('409')]);
    complaints.length = 0;
  });

  it('has profiles', async () => {
    await bob.evaluate(async () => {
      await client.user.updateFriendlyName('Bob');
      await client.user.updateAttributes({ colour: 'green' });
    });
    const seen = await alice.evaluate(async () => {
      const { friendlyName, attributes } = await client.getUser('Bob O’Hara');
      return { friendlyName, attributes };
    });
    expect(seen).toEqual({ friendlyName: 'Bob', attributes: { colour: 'green' } });
  });

  it('lets others join by a unique name, who find what was said', async () => {
    const seen = await bob.evaluate(async () => {
      const joined = new Promise((resolve) => client.on('conversationJoined', resolve));
      const found = await client.getConversationByUniqueName('weekend-hike');
      await found.join();
      await joined;
      Object.assign(window, { conversation: found });
      const { items } = await found.getMessages();
      const people = await found.getParticipants();
      return {
        name: found.friendlyName,
        said: items.map(({ author, body }) => [author, body]),
        people: people.map(({ identity }) => identity).sort(),
      };
    });
    expect(seen).toEqual({
      name: 'Weekend',
      said: [['alice', 'Who comes along?']],
      people: ['Bob O’Hara', 'alice'],
    });
  });

  it('has attributes of 10 KB, which others see change', async () => {
    expect(Buffer.byteLength(JSON.stringify(NOTES))).toBeGreaterThan(10_000);
    const changed = bob.evaluate(
      () =>
        new Promise((resolve) => {
          conversation.on('updated', ({ conversation: there, updateReasons }) => {
            if (updateReasons.includes('attributes')) resolve(there.attributes);
          });
        }),
    );
    // When this is done the listener is there: a page is asked one thing after the other.
    await bob.evaluate(() => undefined);
    await alice.evaluate((notes) => conversation.updateAttributes(notes), NOTES);
    expect(await changed).toEqual(NOTES);
  });

  it('has media, which go to the storage and come from there', async () => {
    const asked = new Set<string>();
    alice.on('request', (request) => asked.add(`${request.method()} ${new URL(request.url()).origin}`));
    const arrived = bob.evaluate(
      () => new Promise<number>((resolve) => conversation.on('messageAdded', ({ index }) => resolve(index))),
    );
    await bob.evaluate(() => undefined);
    await alice.evaluate(async () => {
      const media = new Blob([new Uint8Array(1_000_000).map((_, index) => index % 251)]);
      const form = { contentType: 'application/octet-stream', filename: 'track.bin', media };
      await conversation.prepareMessage().setBody('The track').addMedia(form).build().send();
    });
    const index = await arrived;
    const seen = await bob.evaluate(async (from) => {
      const { items } = await conversation.getMessages(1, from);
      const [media] = items[0]?.attachedMedia ?? [];
      const address = (await media?.getContentTemporaryUrl()) ?? '';
      const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
      const isWhole = bytes.length === 1_000_000 && bytes.every((byte, at) => byte === at % 251);
      return { isWhole, name: media?.filename, size: media?.size, origin: new URL(address).origin };
    }, index);
    const storage = new URL(azurite.service.url).origin;
    expect(seen).toEqual({ isWhole: true, name: 'track.bin', size: 1_000_000, origin: storage });
    expect(asked).toContain(`PUT ${storage}`);
  });

  it('complains about nothing', () => {
    expect(complaints).toEqual([]);
  });
});
