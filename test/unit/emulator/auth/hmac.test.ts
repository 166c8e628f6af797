import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../../../src/emulator/auth/hmac.js';

const ACCESS_KEY = Buffer.from('a key for tests').toString('base64');
const NOW = Date.UTC(2026, 10, 20, 12, 0, 0);
const SKEW_MS = 300_000;

interface Draft {
  method: string;
  path: string;
  body: string;
  date: string;
  host: string;
  key: string;
}

function sign(overrides: Partial<Draft> = {}) {
  const draft: Draft = {
    method: 'POST',
    path: '/identities?api-version=2023-10-01',
    body: '{}',
    date: new Date(NOW).toUTCString(),
    host: '127.0.0.1:4040',
    key: ACCESS_KEY,
    ...overrides,
  };
  const hash = createHash('sha256').update(draft.body).digest('base64');
  const text = `${draft.method}\n${draft.path}\n${draft.date};${draft.host};${hash}`;
  const signature = createHmac('sha256', Buffer.from(draft.key, 'base64')).update(text).digest('base64');
  const headers: Record<string, string | undefined> = {
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
    'x-ms-date': draft.date,
    'x-ms-content-sha256': hash,
    host: draft.host,
  };
  return { method: draft.method, pathAndQuery: draft.path, body: Buffer.from(draft.body), headers };
}

function check(request: ReturnType<typeof sign>) {
  const { headers, ...rest } = request;
  return checkSignature(
    { ...rest, header: (name) => headers[name] },
    { accessKey: ACCESS_KEY, now: NOW, skewMs: SKEW_MS },
  );
}

describe('checkSignature', () => {
  it.each([
    ['a body', {}],
    ['no body', { body: '' }],
    ['an encoded path', { path: '/identities/8%3Aacs%3Ax?api-version=2023-10-01', method: 'DELETE' }],
    ['a clock a little behind', { date: new Date(NOW - SKEW_MS).toUTCString() }],
    ['a clock a little ahead', { date: new Date(NOW + SKEW_MS).toUTCString() }],
  ])('accepts a request with %s', (_, overrides) => {
    expect(check(sign(overrides))).toBeUndefined();
  });

  it.each<[string, (request: ReturnType<typeof sign>) => void, RegExp]>([
    ['no Authorization', ({ headers }) => delete headers['authorization'], /Authorization header is missing/],
    ['a bearer token', ({ headers }) => (headers['authorization'] = 'Bearer x'), /not a signature/],
    [
      'other signed headers',
      ({ headers }) => (headers['authorization'] = headers['authorization']!.replace('host;', '')),
      /not a signature/,
    ],
    ['no date', ({ headers }) => delete headers['x-ms-date'], /x-ms-date/],
    ['another date', ({ headers }) => (headers['x-ms-date'] = new Date(NOW - 1000).toUTCString()), /does not match/],
    ['another body', (request) => (request.body = Buffer.from('{ }')), /x-ms-content-sha256/],
    ['no body hash', ({ headers }) => delete headers['x-ms-content-sha256'], /x-ms-content-sha256/],
    ['another path', (request) => (request.pathAndQuery += '&x=1'), /does not match/],
    ['another method', (request) => (request.method = 'PUT'), /does not match/],
    ['another host', ({ headers }) => (headers['host'] = 'localhost:4040'), /does not match/],
    [
      'half a signature',
      ({ headers }) => (headers['authorization'] = headers['authorization']!.replace(/Signature=.*/, 'Signature=YWJj')),
      /does not match/,
    ],
  ])('refuses %s', (_, tamper, reason) => {
    const request = sign();
    tamper(request);
    expect(check(request)).toMatch(reason);
  });

  it.each([
    ['another key', { key: Buffer.from('other').toString('base64') }, /does not match/],
    ['an old date', { date: new Date(NOW - SKEW_MS - 1000).toUTCString() }, /x-ms-date/],
    ['a date to come', { date: new Date(NOW + SKEW_MS + 1000).toUTCString() }, /x-ms-date/],
    ['a date that is none', { date: 'now' }, /x-ms-date/],
  ])('refuses %s', (_, overrides, reason) => {
    expect(check(sign(overrides))).toMatch(reason);
  });
});
