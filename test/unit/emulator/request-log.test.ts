import { describe, expect, it } from 'vitest';
import { createRequestLog, type RequestFilter } from '../../../src/emulator/request-log.js';

const requests = [
  { method: 'GET', path: '/chat/threads', userId: 'alice', status: 200, at: 1 },
  { method: 'POST', path: '/chat/threads/t/messages', userId: 'alice', status: 201, at: 2 },
  { method: 'POST', path: '/chat/threads/t/messages', userId: 'bob', status: 429, at: 3 },
  { method: 'POST', path: '/identities', userId: undefined, status: 201, at: 4 },
];

describe('createRequestLog', () => {
  it.each<[RequestFilter | undefined, number[]]>([
    [undefined, [1, 2, 3, 4]],
    [{}, [1, 2, 3, 4]],
    [{ method: 'post' }, [2, 3, 4]],
    [{ path: /\/messages$/g }, [2, 3]],
    [{ userId: 'alice' }, [1, 2]],
    [{ method: 'POST', path: /threads/, userId: 'bob' }, [3]],
  ])('finds %j', (filter, expected) => {
    const log = createRequestLog();
    for (const request of requests) log.add({ ...request });
    expect(log.list(filter).map(({ at }) => at)).toEqual(expected);
    expect(log.count(filter)).toBe(expected.length);
  });

  it('hands out copies and forgets when asked', () => {
    const log = createRequestLog();
    log.add({ ...requests[0]! });
    log.list()[0]!.status = 500;
    expect(log.list()[0]!.status).toBe(200);
    log.clear();
    expect(log.count()).toBe(0);
  });
});
