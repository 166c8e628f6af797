import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request, startRestFixture, type RestFixture, type TestUser } from './rest-fixture.js';

const ORIGIN = 'http://localhost:5173';

describe('headers', () => {
  let fixture: RestFixture;
  let alice: TestUser;

  beforeAll(async () => {
    fixture = await startRestFixture();
    alice = await fixture.user();
  });

  afterAll(() => fixture.stop());

  it.each(['/chat/threads', '/identities', '/v4/a', '/_emulator/users', '/nothing'])(
    'let other origins ask for %s',
    async (path) => {
      const { status, headers } = await request(fixture.emulator.endpoint, 'OPTIONS', path, {
        headers: {
          Origin: ORIGIN,
          'Access-Control-Request-Method': 'PATCH',
          'Access-Control-Request-Headers': 'authorization,x-skypetoken,x-ms-migration',
        },
      });
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('access-control-allow-headers')).toBe('authorization,x-skypetoken,x-ms-migration');
      expect(headers.get('access-control-allow-methods')).toMatch(/PATCH/);
      expect(fixture.emulator.requests.count({ method: 'OPTIONS' })).toBe(0);
    },
  );

  it.each([
    ['GET', '/chat/threads', 200],
    ['GET', '/chat/threads/none', 404],
    ['POST', '/chat/threads', 400],
    ['POST', '/v4/a', 401],
    ['GET', '/_emulator/health', 200],
  ])('let other origins read the answer to %s %s', async (method, path, status) => {
    const answer = await alice.request(method, path, {
      headers: { Origin: ORIGIN },
      ...(method === 'POST' ? { body: {} } : {}),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-expose-headers')).toBe('*');
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it('are those of the service', async () => {
    const { headers } = await alice.request('POST', '/chat/threads', { body: { topic: 't' } });
    expect(headers.get('api-supported-versions')).toContain('2025-03-15');
    expect(headers.get('ms-cv')).not.toBe('');
    expect(headers.get('x-processing-time')).toMatch(/^\d+ms$/);
    expect(headers.get('location')).toMatch(/\/chat\/threads\/19:.+@thread\.v2$/);
  });

  it('decide where links and the push channel point', async () => {
    const host = fixture.emulator.endpoint.replace('127.0.0.1', 'localhost');
    const answer = await request(host, 'GET', '/chat/config/realTimeNotifications?api-version=2024-09-01', {
      headers: { Authorization: `Bearer ${alice.token}` },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { trouterServiceUrl: host, registrarServiceUrl: host, cloudType: 'public' },
    });
  });
});
