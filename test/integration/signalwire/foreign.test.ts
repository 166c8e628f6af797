import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client } from '../../../src/index.js';
import type { SignalWireClient } from '../../../src/signalwire/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { listen, SignalWireWorld } from '../../helper/signalwire-world.js';

/** What others write, with other apps and with bad intentions. */
let world: SignalWireWorld;
let alice: SignalWireClient;
let team: string;

beforeEach(async () => {
  world = await SignalWireWorld.start(['alice', 'bob', 'mallory']);
  team = await world.room('team', 'alice', 'bob', 'mallory');
  alice = await world.client('alice');
});
afterEach(() => world.stop());

const write = (content: string, options: object = {}) =>
  world.native('mallory').thread(team).sendMessage({ content }, options);

describe('beside other apps', () => {
  it.each([
    ['<img src=x onerror="window.__x=1">', '<script>alert(1)</script>'],
    ["'; DROP TABLE messages; --", '"><svg onload=1>'],
    ['\u202Eevil\u0000\uFFFF', '🧨'.repeat(50)],
    ['__proto__', 'constructor'],
  ])('text and names are handed on as text, untouched: %j', async (content, senderDisplayName) => {
    const heard = await listen(alice, 'team');
    await write(content, { senderDisplayName });
    const expected = { text: content, user_id: 'mallory', user_name: senderDisplayName };
    await vi.waitFor(() => expect(heard.events).toMatchObject([expected]), PATIENCE);
    expect((await alice.chat.getMessages({ addressId: 'team' })).data).toMatchObject([expected]);
  });

  it('HTML comes as the text that people would see', async () => {
    const heard = await listen(alice, 'team');
    await write('<p>Hello <b>you</b></p><img src=x onerror="alert(1)">', { type: 'html' });
    await vi.waitFor(() => expect(heard.texts()).toEqual(['Hello you']), PATIENCE);
  });

  it.each([
    [{ rethread: 'not JSON {' }],
    [{ rethread: '[1]' }],
    [{ rethread: '{"v":99,"attributes":["a"],"details":"d","parts":{}}' }],
    [{ rethread: '{"attributes":null,"details":[1],"nonce":7}' }],
    [{ rethread: '{"__proto__":{"attributes":{"polluted":true}}}' }],
    [{ rethread: `{"details":${'['.repeat(5_000)}${']'.repeat(5_000)}}` }],
  ])('data of an odd shape is no data: %#', async (metadata: Record<string, string>) => {
    const heard = await listen(alice, 'team');
    await write('odd', { metadata });
    await vi.waitFor(() => expect(heard.events).toHaveLength(1), PATIENCE);
    expect(heard.events[0]).toMatchObject({ text: 'odd', metadata: {}, details: {} });
    expect('polluted' in {}).toBe(false);
  });

  it('nobody can pretend to be somebody else', async () => {
    const heard = await listen(alice, 'team');
    const rethread = JSON.stringify({ v: 1, attributes: { user_id: 'bob' }, details: { from_address_id: 'bob' } });
    await write('I am bob', { senderDisplayName: 'bob', metadata: { rethread, user_id: 'bob' } });
    await vi.waitFor(() => expect(heard.events).toHaveLength(1), PATIENCE);
    expect(heard.events[0]).toMatchObject({ user_id: 'mallory', from_address_id: 'mallory' });
  });

  it('an attachment at a foreign host is named, and never fetched', async () => {
    const seen: string[] = [];
    const thief = createServer((request, response) => {
      seen.push(`${request.method} ${request.headers.authorization}`);
      response.end();
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/plan.pdf`;
    try {
      const heard = await listen(alice, 'team');
      const files = JSON.stringify([{ id: '1', name: 'plan.pdf', extension: 'pdf', url }]);
      await write('', { metadata: { fileSharingMetadata: files, attachmentUrl: url, hasAttachment: 'true' } });
      await vi.waitFor(() => expect(heard.texts()).toEqual(['plan.pdf']), PATIENCE);
      await alice.conversation.getConversationMessages({ addressId: 'team' });
      expect(seen).toEqual([]);
    } finally {
      thief.close();
    }
  });

  it("an app on Twilio's facade and one on SignalWire's understand each other", async () => {
    const client = new Client(world.user('bob').connectionToken, { rethread: { identities: world.identities } });
    try {
      const conversation = await client.getConversationBySid(team);
      const heard = await listen(alice, 'team');
      await conversation.sendMessage('from twilio', { mood: 'fine' });
      const form = new File(['notes'], 'notes.txt', { type: 'text/plain' });
      await conversation
        .prepareMessage()
        .addMedia({ contentType: 'text/plain', filename: 'notes.txt', media: form })
        .build()
        .send();
      await vi.waitFor(() => expect(heard.texts()).toEqual(['from twilio', 'notes.txt']), PATIENCE);
      expect(heard.events[0]).toMatchObject({ user_id: 'bob', metadata: { mood: 'fine' }, details: {} });

      const metadata = { colour: 'blue' };
      await alice.chat.sendMessage({ addressId: 'team', text: 'from signalwire', metadata, details: { card: 1 } });
      await vi.waitFor(async () => {
        const { items } = await conversation.getMessages(1);
        expect(items[0]).toMatchObject({ body: 'from signalwire', author: 'alice', attributes: metadata });
      }, PATIENCE);
      // What Twilio's app changes leaves the rest as it was.
      const { items } = await conversation.getMessages(3);
      await items[0]!.updateAttributes({ mood: 'better' });
      await vi.waitFor(async () => {
        const { data } = await alice.chat.getMessages({ addressId: 'team' });
        expect(data.at(-1)).toMatchObject({ text: 'from twilio', metadata: { mood: 'better' } });
        expect(data[0]).toMatchObject({ details: { card: 1 } });
      }, PATIENCE);
    } finally {
      await client.shutdown();
    }
  });
});
