import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ChatError, isChatError } from '../../../src/core/index.js';
import {
  makeBackend,
  type Operation,
  OPERATIONS,
  operation,
  rejectionOf,
  SECRET_TEXT,
  SECRET_TOKEN,
} from './operations.js';
import { type Answer, ORIGIN, recordRequests, refuseConnections, stopRecording } from './recorded-service.js';

afterEach(() => {
  vi.useRealTimers();
  stopRecording();
});

async function errorOf(op: Operation, answer: Answer): Promise<{ error: ChatError; requests: number }> {
  const requests = recordRequests([answer]);
  const error = await rejectionOf(op.call(makeBackend()));
  if (!isChatError(error)) throw error;
  return { error, requests: requests.length };
}

const documented = (code: string) => ({ error: { code, message: 'Something about it.' } });
const alternative = (code: string) => ({ CommunicationError: { Code: code, Details: [] } });

describe.each(OPERATIONS)('$name', (op) => {
  it.each([
    [400, 'invalid-argument', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [409, 'conflict', false],
    [413, 'too-large', false],
    [429, 'rate-limited', true],
    [500, 'service-error', true],
    [503, 'service-error', true],
  ] as const)('rejects after one request when the answer is %i', async (status, code, isRetryable) => {
    const { error, requests } = await errorOf(op, { status, body: documented('SomeCode') });
    expect(error).toMatchObject({ code, status, isRetryable, details: { serviceCode: 'SomeCode' } });
    expect(error.message).toMatch(/^unable to [a-z ]+; .*\(\d{3}, SomeCode\)$/);
    expect(requests).toBe(1);
  });

  it('rejects after one attempt when there is no answer', async () => {
    const attempts = refuseConnections('ECONNREFUSED');
    const error = await rejectionOf(op.call(makeBackend()));
    expect(error).toMatchObject({ code: 'unavailable', status: undefined, isRetryable: true });
    expect(attempts()).toBe(1);
  });

  it('shows neither the token nor what was written in its errors', async () => {
    const echo = { error: { code: SECRET_TEXT, message: `${SECRET_TEXT} ${SECRET_TOKEN}`, target: SECRET_TEXT } };
    const shown: string[] = [];
    for (const status of [200, 400, 401, 403, 429, 500]) {
      for (const body of [echo, JSON.stringify(echo).slice(1), SECRET_TEXT]) {
        const requests = recordRequests([{ status, body }]);
        const error: unknown = await op.call(makeBackend()).catch((thrown: unknown) => thrown);
        shown.push(inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error));
        expect(requests.length).toBeGreaterThan(0);
        stopRecording();
      }
    }
    refuseConnections('ECONNRESET');
    shown.push(inspect(await rejectionOf(op.call(makeBackend())), { depth: 10, showHidden: true }));
    expect(shown.join('\n')).not.toContain(SECRET_TEXT);
    expect(shown.join('\n')).not.toContain(SECRET_TOKEN);
  });
});

describe('the error', () => {
  const op = operation('sendMessage');

  it.each([
    ['the documented envelope', documented('Forbidden'), 'Forbidden'],
    ['the other envelope', alternative('BadRequest'), 'BadRequest'],
    ['an envelope without a code', { error: {} }, undefined],
    ['a code that is none', { error: { code: 'not a code; but a text' } }, undefined],
    ['a body that is no object', '"text"', undefined],
    ['a body that is null', 'null', undefined],
    ['a body that is no JSON', '<html>', undefined],
    ['no body', undefined, undefined],
  ])('reads %s', async (_name, body, serviceCode) => {
    const { error } = await errorOf(op, { status: 403, body });
    expect(error).toMatchObject({ code: 'forbidden', status: 403 });
    expect((error.details as { serviceCode?: string }).serviceCode).toBe(serviceCode);
  });

  it('tells under which id the service logged the request', async () => {
    const requests = recordRequests([{ status: 500 }]);
    const error = await rejectionOf(op.call(makeBackend()));
    const requestId = requests[0]?.headers['x-ms-client-request-id'];
    expect(error).toMatchObject({ details: { requestId } });
  });

  it.each([
    [{}, undefined],
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after-ms': '1500' }, 1500],
    [{ 'x-ms-retry-after-ms': '2500' }, 2500],
    [{ 'retry-after': '9', 'retry-after-ms': '1500' }, 1500],
    [{ 'retry-after': 'Thu, 06 Jun 2024 00:00:07 GMT' }, 7000],
    [{ 'retry-after': 'Wed, 05 Jun 2024 00:00:07 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': '' }, undefined],
  ])('tells how long to wait: %o', async (headers, retryAfterMs) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2024-06-06T00:00:00Z') });
    const { error, requests } = await errorOf(op, { status: 429, body: documented('TooManyRequests'), headers });
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs });
    expect(requests).toBe(1);
  });

  it('tells how long to wait when the service is down, too', async () => {
    const { error } = await errorOf(op, { status: 503, headers: { 'retry-after': '2' } });
    expect(error).toMatchObject({ code: 'service-error', retryAfterMs: 2000 });
  });

  it.each([
    [408, 'unavailable'],
    [418, 'invalid-argument'],
    [501, 'service-error'],
    [599, 'service-error'],
    [307, 'service-error'],
  ] as const)('has a code for status %i', async (status, code) => {
    const { error } = await errorOf(op, { status });
    expect(error).toMatchObject({ code, status });
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT'])('names the network error %s', async (code) => {
    refuseConnections(code);
    const error = await rejectionOf(op.call(makeBackend()));
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining(code) as string });
  });

  it.each(['https://elsewhere.example.com', ORIGIN])('does not follow a redirection to %s', async (origin) => {
    const elsewhere = recordRequests([{ status: 200, body: { value: [] } }], 'https://elsewhere.example.com');
    const { error, requests } = await errorOf(operation('listThreads'), {
      status: 307,
      headers: { location: `${origin}/chat/threads?api-version=2025-03-15` },
    });
    expect(error).toMatchObject({ code: 'service-error', status: 307 });
    expect([requests, elsewhere.length]).toEqual([1, 0]);
  });

  it.each([
    ['a text that is none', { text: 7 as unknown as string, metadata: {} }],
    ['metadata that is none', { text: 'x', metadata: { a: 7 } as unknown as Record<string, string> }],
  ])('refuses %s before any request', async (_name, draft) => {
    const requests = recordRequests([{ status: 201, body: { id: '1' } }]);
    const error = await rejectionOf(makeBackend().sendMessage('19:a@thread.v2', draft));
    expect(error).toMatchObject({ code: 'invalid-argument', message: expect.not.stringContaining('7') as string });
    expect(requests).toHaveLength(0);
  });
});
