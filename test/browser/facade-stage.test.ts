/** What browser tests of the facades stand on, by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as rethread from '../../src/index.js';
import { FacadeStage } from './facade-stage.js';
import { KandyTokenService } from './kandy-token-service.js';

/** What pages find. */
declare const Twilio: { Conversations: typeof rethread };
declare const rethreadOptions: Record<string, (...args: unknown[]) => Promise<unknown>>;
/** What a test left there for its next step. */
declare const client: rethread.Client;

let stage: FacadeStage;

beforeAll(async () => {
  stage = await FacadeStage.start({ users: ['alice', 'bob'] });
});
afterAll(() => stage.stop());

describe('a page on the stage', () => {
  it('is told the settings before any of its scripts runs, also after a reload', async () => {
    const html = '<script>document.title = JSON.stringify(rethreadOptions)</script>';
    const { page, complaints } = await stage.open('alice', { html, glue: { kandy: { user: 'x' }, media: undefined } });
    const expected = { endpoint: stage.emulator.endpoint, identities: stage.identities, kandy: { user: 'x' } };
    expect(JSON.parse(await page.title())).toEqual(expected);
    await page.reload();
    expect(JSON.parse(await page.title())).toEqual(expected);
    expect(complaints).toEqual([]);
  });

  it('has exchangeToken by a table, and functions that run outside', async () => {
    const joined: string[] = [];
    const { page } = await stage.open('alice', {
      html: '',
      exchange: { old: { token: stage.tokens['alice']!, user: { id: 'alice', name: 'Alice' } } },
      functions: { joinConversation: (conversation: string) => joined.push(conversation) },
    });
    const seen = await page.evaluate(async () => [
      await rethreadOptions['exchangeToken']!('old'),
      await rethreadOptions['exchangeToken']!('toString'),
      await rethreadOptions['joinConversation']!('CON-1'),
    ]);
    expect(seen).toEqual([{ token: stage.tokens['alice'], user: { id: 'alice', name: 'Alice' } }, '', 1]);
    expect(joined).toEqual(['CON-1']);
  });

  it.each([
    ['fragment', '<p id="text"></p><script src="sub/page.js"></script>'],
    [
      'document',
      '<!DOCTYPE html><html lang="en"><head></head><body><p id="text"></p><script src="./sub/page.js"></script>',
    ],
  ])('is served with its files and the built scripts: %s', async (_, html) => {
    const { page, complaints } = await stage.open('alice', {
      html,
      scripts: ['kandy'],
      files: { './sub/page.js': "document.getElementById('text').textContent = typeof Kandy.configure" },
    });
    expect(await page.textContent('#text')).toBe('function');
    expect(await page.evaluate(() => document.compatMode)).toBe('CSS1Compat');
    expect(complaints).toEqual([]);
  });

  it('is given built scripts under names of their originals, beside it and elsewhere', async () => {
    const cdn = 'https://cdn.example/kandy-cpaas-js-sdk@610/dist/kandy.js';
    const { page, complaints, foreign } = await stage.open('alice', {
      html: `<script src="${cdn}"></script><script src="./node_modules/some/client.js"></script>`,
      files: { 'node_modules/some/client.js': { bundle: 'stitch' } },
      replace: { [cdn]: 'kandy' },
    });
    expect(await page.evaluate(() => ['Kandy' in globalThis, 'ConversationClient' in globalThis])).toEqual([
      true,
      true,
    ]);
    expect([complaints, foreign]).toEqual([[], []]);
  });

  it('reaches no other machine; what it throws and writes is kept', async () => {
    const { page, complaints, foreign, logs } = await stage.open('alice', {
      html: `<script>
        fetch('https://elsewhere.example/x').catch(() => console.log('refused'));
        setTimeout(() => { throw new Error('on purpose') });
      </script>`,
    });
    await expect.poll(() => [foreign, complaints]).toEqual([['https://elsewhere.example/x'], ['on purpose']]);
    await expect.poll(() => logs).toContain('refused');
    expect(page.url()).toContain(stage.site.origin);
  });

  it('shares nothing with the page of another user', async () => {
    const [hers, his] = await Promise.all(['alice', 'bob'].map((name) => stage.open(name, { html: '' })));
    await hers!.page.evaluate(() => localStorage.setItem('mine', 'yes'));
    expect(await his!.page.evaluate(() => localStorage.getItem('mine'))).toBeNull();
  });
});

describe("Kandy's tokens on the stage", () => {
  /** As the page asks for them, of a host that cannot be. */
  const askFor = (username: string, password = 'any') => ({
    url: 'https://$KANDYFQDN$/cpaas/auth/v1/token',
    body: new URLSearchParams({ username, password, grant_type: 'password' }).toString(),
  });

  it('are those of ACS, with who it is; without the latter, or refused, as told', async () => {
    const { page, foreign } = await stage.open('alice', { html: '' });
    const service = new KandyTokenService(stage.tokens);
    await service.serve(page);
    const ask = (...who: Parameters<typeof askFor>) =>
      page.evaluate(
        async ({ url, body }) => {
          const headers = { 'content-type': 'application/x-www-form-urlencoded' };
          const response = await fetch(url, { method: 'POST', headers, body });
          return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
        },
        askFor(...who),
      );

    const tokens = await ask('alice');
    expect(tokens).toMatchObject({ status: 200, access_token: stage.tokens['alice'], expires_in: 28_800 });
    const [, claims = ''] = String((tokens as { id_token?: string }).id_token).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({ preferred_username: 'alice' });
    service.answer = 'no-id-token';
    expect(Object.keys(await ask('bob'))).toEqual(['status', 'access_token', 'expires_in']);
    service.answer = 'tokens';
    expect(await ask('alice', 'wrong')).toEqual({ status: 401, error: 'invalid_grant' });
    expect(await ask('nobody')).toEqual({ status: 401, error: 'invalid_grant' });
    expect(service.requests).toHaveLength(4);
    expect(foreign).toEqual([]);
  });
});

describe('two pages on the stage', () => {
  it('exchange text and a file in a thread that was made for them', async () => {
    const start = async (name: string) => {
      const opened = await stage.open(name, { html: '<div id="feed"></div>', scripts: ['rethread'] });
      const { identities, connectionTokens, site } = stage;
      const setup = { token: connectionTokens[name]!, identities, files: site.filesUrl };
      await opened.page.evaluate(async ({ token, identities, files }) => {
        const { Client, configure, HttpMediaStore } = Twilio.Conversations;
        configure({ identities, media: new HttpMediaStore({ url: files }) });
        const client = new Client(token);
        client.on('messageAdded', (message) => {
          const show = async () => {
            const [media] = message.attachedMedia ?? [];
            const address = await media?.getContentTemporaryUrl();
            const text = address == null ? message.body : await (await fetch(address)).text();
            document.getElementById('feed')!.append(`${message.author}: ${text}\n`);
          };
          void show();
        });
        Object.assign(globalThis, { client });
        await client.getSubscribedConversations();
      }, setup);
      return opened;
    };
    const [alice, bob] = await Promise.all([start('alice'), start('bob')]);
    await stage.createThread('alice', ['bob'], 'Dinner');
    const feed = (opened: typeof alice) => opened.page.textContent('#feed');

    for (const { page } of [alice, bob])
      await page.waitForFunction(async () => (await client.getSubscribedConversations()).items.length === 1);
    await alice.page.evaluate(async () => {
      const [conversation] = (await client.getSubscribedConversations()).items;
      await conversation!.sendMessage('hello');
      const media = new Blob(['in the file'], { type: 'text/plain' });
      await conversation!
        .prepareMessage()
        .addMedia({ media, contentType: 'text/plain', filename: 'a.txt' })
        .build()
        .send();
    });

    await expect.poll(() => feed(bob), { timeout: 10_000 }).toBe('alice: hello\nalice: in the file\n');
    await expect.poll(() => feed(alice), { timeout: 10_000 }).toBe('alice: hello\nalice: in the file\n');
    expect(stage.site.fileCount).toBe(1);
    expect([...alice.complaints, ...bob.complaints]).toEqual([]);
  });

  it('learn of people who are added later', async () => {
    const thread = await stage.createThread('alice', []);
    await stage.addMember(thread, 'alice', 'bob');
    const path = `/chat/threads/${encodeURIComponent(thread)}/participants`;
    const { value } = (await stage.request('bob', 'GET', path)) as { value: { displayName: string }[] };
    expect(value.map(({ displayName }) => displayName).sort()).toEqual(['alice', 'bob']);
  });
});
