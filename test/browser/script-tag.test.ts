/** The built `rethread.global.js` as the only script of a page, which uses it as pages used the original's script. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.js';
import * as rethread from '../../src/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import { launchChromium } from '../helper/chromium.js';

/** What the page finds. */
declare const Twilio: { Conversations: typeof rethread; Device?: string };
/** What a test left there for its next step. */
declare const client: rethread.Client;
declare const conversation: rethread.Conversation;

const SCRIPT = '<script src="/rethread.global.js"></script>';

let browser: Browser;
let site: Server;
let origin: string;
let html: string;
let emulator: Emulator;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const script = await readFile('dist/rethread.global.js');
  site = createServer(({ url }, response) => {
    const isScript = url === '/rethread.global.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isScript ? script : `<!doctype html><link rel="icon" href="data:,">${html}`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  site.close();
  site.closeAllConnections();
});

beforeEach(async () => {
  emulator = await startEmulator();
  page = await browser.newPage();
  complaints = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => complaints.push(line.text()));
});
afterEach(async () => {
  await page.close();
  await emulator.stop();
});

/** Opens a page that consists of this, and of nothing else. */
async function open(content: string): Promise<void> {
  html = content;
  await page.goto(origin);
}

describe('the script tag', () => {
  it('gives Twilio.Conversations, with everything that the package exports', async () => {
    await open(SCRIPT);
    const names = await page.evaluate(() => Object.keys(Twilio.Conversations));
    expect(names.sort()).toEqual(Object.keys(rethread).sort());
    expect(await page.evaluate(() => Object.keys(Twilio))).toEqual(['Conversations']);
    expect(await page.evaluate(() => Twilio.Conversations.Client.version)).toMatch(/^\d+\.\d+\.\d+/);
    expect(complaints).toEqual([]);
  });

  it('leaves the other members of Twilio alone, and takes the place of an older Conversations', async () => {
    await open(`<script>window.Twilio = { Device: 'phone', Conversations: { old: true } };</script>${SCRIPT}`);
    expect(await page.evaluate(() => Twilio.Device)).toBe('phone');
    expect(await page.evaluate(() => 'old' in Twilio.Conversations)).toBe(false);
    expect(await page.evaluate(() => typeof Twilio.Conversations.Client)).toBe('function');
  });

  it('adds nothing else to the page', async () => {
    await open('');
    const before = await page.evaluate(() => Object.getOwnPropertyNames(window));
    await open(SCRIPT);
    const after = await page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['Twilio']);
  });

  it('asks no other place than the endpoint: a chat of two clients', async () => {
    const [alice, bob] = await Promise.all([emulator.createUser(), emulator.createUser()]);
    const { endpoint } = emulator;
    const tokens = {
      alice: encodeConnectionToken({ endpoint, identity: 'alice', ...alice }),
      bob: encodeConnectionToken({ endpoint, identity: 'bob', ...bob }),
    };
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    page.on('websocket', (socket) => asked.add(new URL(socket.url()).origin));
    await open(SCRIPT);
    const setup = { tokens, identities: { alice: alice.userId, bob: bob.userId } };

    const seen = await page.evaluate(async ({ tokens, identities }) => {
      const { Client, Conversation, configure } = Twilio.Conversations;
      configure({ identities });
      const bob = new Client(tokens.bob);
      const joined = new Promise<InstanceType<typeof Conversation>>((resolve) => bob.on('conversationJoined', resolve));
      const received = new Promise<rethread.Message>((resolve) => bob.on('messageAdded', resolve));
      const alice = new Client(tokens.alice);
      await Promise.all(
        [alice, bob].map((client) => new Promise<void>((resolve) => client.on('initialized', () => resolve()))),
      );

      const hers = await alice.createConversation({ friendlyName: 'Dinner' });
      await hers.join();
      await hers.add('bob');
      const his = await joined;
      const index = await hers.prepareMessage().setBody('At eight?').setAttributes({ mood: 'hungry' }).build().send();
      const { body, author, attributes, conversation } = await received;
      const { items } = await his.getMessages();
      const people = (await his.getParticipants()).map(({ identity }) => identity);
      const result = {
        ...{ index, body, author, attributes, people },
        isSameObject: conversation === his && his instanceof Conversation,
        page: items.map((message) => message.body),
      };
      await Promise.all([alice.shutdown(), bob.shutdown()]);
      return result;
    }, setup);

    expect(seen).toEqual({
      index: 0,
      body: 'At eight?',
      author: 'alice',
      attributes: { mood: 'hungry' },
      people: ['alice', 'bob'],
      isSameObject: true,
      page: ['At eight?'],
    });
    expect([...asked].sort()).toEqual([endpoint, endpoint.replace('http', 'ws'), origin].sort());
    expect(complaints).toEqual([]);
  });

  it('§7.4 gets over a lost network: what was sent meanwhile leaves when it is back', async () => {
    const { userId, token } = await emulator.createUser();
    await open(SCRIPT);
    const connectionToken = encodeConnectionToken({ endpoint: emulator.endpoint, identity: 'alice', userId, token });
    await page.evaluate(async (given) => {
      const client = new Twilio.Conversations.Client(given);
      const conversation = await client.createConversation();
      await conversation.join();
      Object.assign(window, { client, conversation });
    }, connectionToken);

    await page.context().setOffline(true);
    const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/messages'));
    const sent = page.evaluate(() => conversation.sendMessage('on the train'));
    await failed;
    expect(emulator.requests.count({ method: 'POST', path: /messages$/ })).toBe(0);
    await page.context().setOffline(false);

    expect(await sent).toBe(0);
    await page.waitForFunction(() => client.connectionState === 'connected');
    const bodies = await page.evaluate(async () => (await conversation.getMessages()).items.map(({ body }) => body));
    expect(bodies).toEqual(['on the train']);
  });
});
