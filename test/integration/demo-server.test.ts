import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../src/demo/index.js';
import { decodeConnectionToken } from '../../src/identity/index.js';

let demo: Demo;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rethread-demo-'));
  for (const file of ['index.html', 'style.css', 'page.js']) await writeFile(join(folder, file), `content of ${file}`);
  demo = await startDemo({ assets: pathToFileURL(`${folder}/`) });
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
    expect(policy).toContain(`connect-src 'self' ${demo.endpoint} ${demo.endpoint.replace('http', 'ws')};`);
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
    });
    expect(second?.userId).toBe(first?.userId);
    const threads = await fetch(`${demo.endpoint}/chat/threads?api-version=2025-03-15`, {
      headers: { authorization: `Bearer ${first!.token}` },
    });
    expect(threads.status).toBe(200);
  });

  it('tells who is who', async () => {
    const identities = (await (await get('identities')).json()) as Record<string, string>;
    expect(identities['alice']).toMatch(/^8:acs:/);
    expect(identities['bob']).toMatch(/^8:acs:/);
  });

  it.each(['', '?identity=', '?identity=a%20b', '?identity=__proto__', '?identity=..', `?identity=${'a'.repeat(33)}`])(
    'gives no token for /token%s',
    async (query) => expect((await get(`token${query}`)).status).toBe(400),
  );

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
