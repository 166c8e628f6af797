import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAcsChatClient } from '../../../src/acs/index.js';
import { makeBackend, operation, rejectionOf, SECRET_TOKEN } from './operations.js';
import { recordRequests, stopRecording } from './recorded-service.js';
import { RotatingTokens } from './rotating-tokens.js';

afterEach(() => {
  vi.unstubAllEnvs();
  stopRecording();
});

const LOOPBACK = ['http://127.0.0.1:8080', 'http://127.9.8.7:80', 'http://localhost:8080/', 'http://[::1]:8080'];

describe.each(LOOPBACK)('an emulator at %s', (endpoint) => {
  const { origin } = new URL(endpoint);
  const { call, answer, result } = operation('listMessages');

  it('is talked to over plain http', async () => {
    const requests = recordRequests([{ status: 200, body: answer }], origin);
    expect(await call(makeBackend(undefined, endpoint))).toEqual(result);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers['authorization']).toBe(`Bearer ${SECRET_TOKEN}`);
  });

  it('may link to its next page', async () => {
    const nextLink = `${origin}/chat/threads/19:raw@thread.v2/messages?syncState=1`;
    const requests = recordRequests(
      [
        { status: 200, body: { value: [], nextLink } },
        { status: 200, body: answer },
      ],
      origin,
    );
    const page = await makeBackend(undefined, endpoint).listMessages('19:raw@thread.v2', 1);
    expect(await page.loadNext!()).toEqual(result);
    expect(requests).toHaveLength(2);
  });

  it('may not link elsewhere', async () => {
    const elsewhere = recordRequests([{ status: 200, body: answer }], 'http://127.0.0.2');
    recordRequests([{ status: 200, body: { value: [], nextLink: 'http://127.0.0.2/' } }], origin);
    const page = await makeBackend(undefined, endpoint).listMessages('19:raw@thread.v2', 1);
    expect(await rejectionOf(page.loadNext!())).toMatchObject({ code: 'service-error' });
    expect(elsewhere).toHaveLength(0);
  });
});

describe('an emulator on a machine with a proxy', () => {
  it('is talked to directly: the proxy could not reach it and must not see the token', async () => {
    const { answer, call, result } = operation('listMessages');
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // Nobody listens on port 1.
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:1');
    try {
      expect(await call(makeBackend(undefined, `http://127.0.0.1:${port}`))).toEqual(result);
    } finally {
      server.close();
    }
  });
});

describe('createAcsChatClient', () => {
  it.each([
    'http://contoso.communication.azure.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1:8080',
    'http://0.0.0.0:8080',
    'ws://localhost',
    'ftp://contoso.communication.azure.com',
    'file:///tmp',
    'contoso.communication.azure.com',
    'https://contoso.communication.azure.com/chat',
    'https://contoso.communication.azure.com/?a=b',
    'https://contoso.communication.azure.com/#a',
    'https://user:password@contoso.communication.azure.com',
    'endpoint=https://contoso.communication.azure.com/;accesskey=secret',
    '',
  ])('refuses the endpoint "%s" before any request', (endpoint) => {
    const create = () => createAcsChatClient({ endpoint, tokens: new RotatingTokens('t') });
    expect(create).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringMatching(/`endpoint`.*like https:/) as string,
      }),
    );
    expect(create).not.toThrow(/secret|password/);
  });

  it.each([
    'https://contoso.communication.azure.com',
    'https://contoso.communication.azure.com/',
    'https://LOCALHOST:8443',
  ])('takes the endpoint %s', async (endpoint) => {
    const requests = recordRequests([{ status: 200, body: { value: [] } }], new URL(endpoint).origin);
    await makeBackend(undefined, endpoint).listThreads();
    expect(requests[0]?.path).toBe('/chat/threads');
  });
});
