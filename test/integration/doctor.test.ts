import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Diagnosis, diagnose, type Setup } from '../../src/doctor/index.js';
import { type Emulator, startEmulator } from '../../src/emulator/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import { makeJwt } from '../helper/make-jwt.js';

let emulator: Emulator;
const servers: Server[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A small server of the test's own. */
async function serve(answer: (response: ServerResponse, path: string) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request.url ?? ''));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function examine(setup: Partial<Setup>): Promise<Map<string, Diagnosis>> {
  const results = new Map<string, Diagnosis>();
  for await (const result of diagnose({ timeoutMs: 10_000, now: Date.now, ...setup })) results.set(result.name, result);
  return results;
}

async function connectionToken(companion?: string): Promise<string> {
  const { userId, token } = await emulator.createUser();
  return encodeConnectionToken({ endpoint: emulator.endpoint, token, identity: 'alice', userId, companion });
}

const states = (results: Map<string, Diagnosis>) =>
  Object.fromEntries([...results].map(([name, { state }]) => [name, state]));

describe('the doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const media = await serve((response) => response.writeHead(404).end());
    const companion = await serve((response, path) => {
      response.writeHead(path === '/health' ? 200 : 404, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    });
    const token = await connectionToken(companion);
    const results = await examine({ token, origin: 'http://localhost:3000', mediaUrl: media });
    expect(states(results)).toEqual({
      token: 'ok',
      endpoint: 'ok',
      access: 'ok',
      clock: 'ok',
      CORS: 'ok',
      realtime: 'ok',
      companion: 'ok',
      media: 'ok',
    });
    expect(JSON.stringify([...results.values()])).not.toContain(token.slice(4, 40));
  });

  it('says what can be added', async () => {
    const results = await examine({ token: await connectionToken() });
    expect(results.get('companion')).toMatchObject({
      state: 'note',
      message: 'the connection token names no companion',
    });
    expect(results.get('media')).toMatchObject({ state: 'note' });
    expect(results.get('CORS')).toMatchObject({ state: 'skipped' });
  });

  it('knows an ended token, which the service refuses', async () => {
    const token = makeJwt({ skypeid: 'acs:1_2', exp: Math.floor(Date.now() / 1000) - 7_200 });
    const results = await examine({ token, endpoint: emulator.endpoint, timeoutMs: 3_000 });
    expect(results.get('token')).toMatchObject({ state: 'problem', message: 'plain access token; it ended 2 h ago' });
    expect(results.get('access')).toMatchObject({ state: 'problem', message: 'the service refuses the token (401)' });
    expect(results.get('realtime')!.state).toBe('problem');
  });

  it('knows a token of another scope', async () => {
    const { userId } = await emulator.createUser();
    const { token } = await emulator.issueToken(userId, ['voip']);
    const results = await examine({ token, endpoint: emulator.endpoint, timeoutMs: 3_000 });
    expect(results.get('token')!.state).toBe('ok');
    expect(results.get('access')).toMatchObject({
      state: 'problem',
      advice: expect.stringContaining('"chat"') as string,
    });
  });

  it.each([
    ['damaged', 'rt1.abc', 'damaged or cut off'],
    ['plain, without an endpoint', makeJwt({ exp: 4_000_000_000 }), 'does not say where its service is'],
  ])('explains a token that is %s, and looks no further', async (_how, token, reason) => {
    const results = await examine({ token });
    expect(results.get('token')).toMatchObject({
      state: 'problem',
      message: expect.stringContaining(reason) as string,
    });
    expect(results.get('endpoint')!.state).toBe('skipped');
    expect(results.get('realtime')!.state).toBe('skipped');
  });

  it('names an endpoint that nobody answers at', async () => {
    const closed = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()!.close(resolve));
    const results = await examine({ endpoint: closed });
    expect(results.get('endpoint')).toMatchObject({ state: 'problem', message: `${closed}: ECONNREFUSED` });
  });

  it('gives up on an endpoint that does not answer', async () => {
    const silent = await serve(() => undefined);
    const results = await examine({ endpoint: silent, timeoutMs: 200 });
    expect(results.get('endpoint')).toMatchObject({ state: 'problem', message: `${silent}: no answer within 0.2 s` });
    servers[0]!.closeAllConnections();
  });

  it('compares the clocks', async () => {
    const results = await examine({ endpoint: emulator.endpoint, now: () => Date.now() + 600_000 });
    expect(results.get('clock')).toMatchObject({
      state: 'problem',
      message: expect.stringMatching(/^this clock is (?:599|600|601) s ahead/) as string,
    });
  });

  it('tells a page that may not call the service', async () => {
    const endpoint = await serve((response) => response.writeHead(204).end());
    const results = await examine({ endpoint, origin: 'https://app.example.com' });
    expect(results.get('CORS')).toMatchObject({
      state: 'problem',
      message: expect.stringContaining('nothing allowed') as string,
    });
  });

  it.each<[string, number, string, string]>([
    ['is something else', 200, 'text/html', 'problem'],
    ['fails', 500, 'application/json', 'problem'],
  ])('tells a companion that %s', async (_how, status, type, state) => {
    const companion = await serve((response) => response.writeHead(status, { 'content-type': type }).end('{}'));
    const results = await examine({ token: await connectionToken(companion) });
    expect(results.get('companion')!.state).toBe(state);
  });

  it('tells a store for files that fails', async () => {
    const mediaUrl = await serve((response) => response.writeHead(502).end());
    const results = await examine({ endpoint: emulator.endpoint, mediaUrl });
    expect(results.get('media')).toMatchObject({ state: 'problem', message: `${mediaUrl} answered 502` });
  });
});
