import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../src/demo/index.js';
import { decodeConnectionToken } from '../../src/identity/index.js';
import { Client } from '../../src/index.js';

let demo: Demo;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rethread-demo-'));
  for (const file of ['index.html', 'style.css', 'page.js']) await writeFile(join(folder, file), `content of ${file}`);
  demo = await startDemo({ assets: pathToFileURL(`${folder}/`), files: 'memory' });
});

afterAll(async () => {
  await demo.stop();
  await rm(folder, { recursive: true });
});

const get = (path: string) => fetch(new URL(path, demo.url));

async function upload(body: BodyInit, headers: Record<string, string>): Promise<Response> {
  const { id } = (await (await fetch(new URL('files', demo.url), { method: 'POST', body, headers })).json()) as {
    id: string;
  };
  const { url } = (await (await get(`files/${id}/url`)).json()) as { url: string };
  return fetch(new URL(url, `${demo.url}files/${id}/url`));
}

describe('demo server', () => {
  it.each([
    ['', 'text/html'],
    ['style.css', 'text/css'],
    ['page.js', 'text/javascript'],
  ])('serves /%s, which may load from here and talk to the emulator only', async (path, type) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    const self = new URL(demo.url).origin;
    expect(policy).toContain("img-src 'self' data:;");
    expect(policy).toContain(`connect-src 'self' ${self} ${demo.endpoint} ${demo.endpoint.replace('http', 'ws')};`);
  });

  it('makes one user per identity and a connection token on request', async () => {
    const tokens = await Promise.all([get('token?identity=carol'), get('token?identity=carol')]);
    const [first, second] = await Promise.all(
      tokens.map(async (response) => decodeConnectionToken(await response.text())),
    );
    expect(first).toMatchObject({
      endpoint: demo.endpoint,
      identity: 'carol',
      userId: expect.stringMatching(/^8:acs:/),
      companion: `${demo.url}companion`,
      session: expect.stringMatching(/./),
    });
    expect(second?.userId).toBe(first?.userId);
    const threads = await fetch(`${demo.endpoint}/chat/threads?api-version=2025-03-15`, {
      headers: { authorization: `Bearer ${first!.token}` },
    });
    expect(threads.status).toBe(200);
  });

  it.each(['', '?identity=', '?identity=a%20b', '?identity=__proto__', '?identity=..', `?identity=${'a'.repeat(33)}`])(
    'gives no token for /token%s',
    async (query) => {
      expect((await get(`token${query}`)).status).toBe(400);
      expect((await get(`companion/token${query}`)).status).toBe(401);
    },
  );

  it('says where files are', async () => {
    expect(demo.files).toBe('memory');
    expect(await (await get('setup.json')).json()).toEqual({ files: 'memory' });
  });

  it('lets the page in when it was opened at the other name of this machine, and no other page', async () => {
    const allowed = async (origin: string): Promise<string | null> => {
      const response = await fetch(new URL('companion/openapi.json', demo.url), { headers: { origin } });
      return response.headers.get('access-control-allow-origin');
    };
    const { port } = new URL(demo.url);
    expect(await allowed(`http://localhost:${port}`)).toBe(`http://localhost:${port}`);
    expect(await allowed('https://elsewhere.example')).toBeNull();
  });

  it('adds everybody who could open the page, and nobody else', async () => {
    const client = new Client(await (await get('token?identity=dora')).text());
    const conversation = await client.createConversation({ uniqueName: 'added' });
    await conversation.join();
    await conversation.add('never_seen');
    await expect(conversation.add('not a name')).rejects.toMatchObject({ status: 403 });
    const other = new Client(await (await get('token?identity=erik')).text());
    expect((await other.getConversationByUniqueName('added')).sid).toBe(conversation.sid);
    await Promise.all([client.shutdown(), other.shutdown()]);
  });

  it.each([
    ['image/png', 'inline'],
    ['text/plain;charset=utf-8', 'inline'],
    ['audio/mpeg', 'inline'],
    ['text/html', 'attachment'],
    ['image/svg+xml', 'attachment'],
    ['application/javascript', 'attachment'],
    ['IMAGE/SVG+XML', 'attachment'],
    ['application/pdf', 'attachment'],
  ])('gives a file of type %s back as %s, without rights', async (type, disposition) => {
    const response = await upload('<script>', { 'content-type': type, 'x-file-name': encodeURIComponent("ä'(1).x") });
    expect(await response.text()).toBe('<script>');
    expect(response.headers.get('content-disposition')).toBe(`${disposition}; filename*=UTF-8''%C3%A4%27%281%29.x`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it.each(['%E0%A4%A', '..', 'url', ''])('takes a file with the name %j', async (name) => {
    const response = await upload('x', { 'content-type': 'text/plain', 'x-file-name': name });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain("UTF-8''file");
  });

  it('refuses a file of more than 10 MB', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1);
    const response = await fetch(new URL('files', demo.url), { method: 'POST', body });
    expect(response.status).toBe(413);
  });

  it.each(['files/unknown/url', 'files/unknown/name', 'nothing'])('knows no /%s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('says that the page must be built first', async () => {
    const assets = new URL('missing/', pathToFileURL(`${folder}/`));
    await expect(startDemo({ assets })).rejects.toThrow('Run "npm run build" first');
  });
});

describe('demo server with Azurite', () => {
  let withAzurite: Demo;

  beforeAll(async () => {
    withAzurite = await startDemo({ assets: pathToFileURL(`${folder}/`) });
  });

  afterAll(() => withAzurite.stop());

  it('keeps files there, lets the page ask it, and has no place of its own for them', async () => {
    expect(withAzurite.files).toBe('azurite');
    expect(await (await fetch(new URL('setup.json', withAzurite.url))).json()).toEqual({ files: 'azurite' });
    expect((await fetch(new URL('files', withAzurite.url), { method: 'POST', body: 'x' })).status).toBe(404);
    const policy = (await fetch(withAzurite.url)).headers.get('content-security-policy') ?? '';
    const [storage = ''] = /(?<=img-src 'self' data: )http:\/\/127\.0\.0\.1:\d+(?=;)/.exec(policy) ?? [];
    expect(policy).toMatch(new RegExp(`connect-src 'self' .* ${storage};`));
    const ask = (origin: string): Promise<Response> =>
      fetch(`${storage}/demo/demo-media/x`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT' },
      });
    expect((await ask(new URL(withAzurite.url).origin)).status).toBe(200);
    expect((await ask('https://elsewhere.example')).status).toBe(403);
  });

  it('carries a file from one client to another, with nothing to configure', async () => {
    const [alice, bob] = await Promise.all(
      ['alice', 'bob'].map(async (name) => {
        return new Client(await (await fetch(new URL(`token?identity=${name}`, withAzurite.url))).text());
      }),
    );
    const conversation = await alice!.createConversation({ uniqueName: 'files' });
    await conversation.join();
    const form = { contentType: 'text/plain', filename: 'note.txt', media: new Blob(['kept']) };
    await conversation.prepareMessage().addMedia(form).build().send();
    const found = await bob!.getConversationByUniqueName('files');
    await found.join();
    const { items } = await found.getMessages();
    const address = await items[0]!.attachedMedia![0]!.getContentTemporaryUrl();
    expect(await (await fetch(address!)).text()).toBe('kept');
    await Promise.all([alice!.shutdown(), bob!.shutdown()]);
  });
});
