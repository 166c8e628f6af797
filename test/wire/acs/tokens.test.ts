import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChatError } from '../../../src/core/index.js';
import { makeBackend, OPERATIONS, operation, rejectionOf, THREAD } from './operations.js';
import { type RecordedRequest, recordRequests, stopRecording } from './recorded-service.js';
import { RotatingTokens } from './rotating-tokens.js';

afterEach(stopRecording);

const tokensOf = (requests: readonly RecordedRequest[]) => requests.map(({ headers }) => headers['authorization']);
const refusal = { status: 401, body: { error: { code: 'Unauthorized', message: 'no' } } };

describe.each(OPERATIONS)('$name', (op) => {
  it('is repeated once with a new token', async () => {
    const requests = recordRequests([refusal, { status: op.status, body: op.answer }]);
    const tokens = new RotatingTokens('old', 'new');
    expect(await op.call(makeBackend(tokens))).toEqual(op.result);
    expect(tokensOf(requests)).toEqual(['Bearer old', 'Bearer new']);
    expect(tokens.refused).toEqual(['old']);
    const [first, second] = requests.map(({ method, path, query, body }) => ({ method, path, query, body }));
    expect(second).toEqual(first);
  });

  it('is not repeated twice', async () => {
    const requests = recordRequests([refusal]);
    const error = await rejectionOf(op.call(makeBackend(new RotatingTokens('a', 'b', 'c'))));
    expect(error).toMatchObject({ code: 'unauthorized', status: 401, isRetryable: false });
    expect(tokensOf(requests)).toEqual(['Bearer a', 'Bearer b']);
  });

  it('is not repeated with the same token', async () => {
    const requests = recordRequests([refusal]);
    const error = await rejectionOf(op.call(makeBackend(new RotatingTokens('only'))));
    expect(error).toMatchObject({ code: 'unauthorized', details: { serviceCode: 'Unauthorized' } });
    expect(requests).toHaveLength(1);
  });
});

describe('the token', () => {
  it('reports the second refusal, not the first, when the new token may not do it either', async () => {
    recordRequests([refusal, { status: 403 }]);
    const error = await rejectionOf(operation('getThread').call(makeBackend(new RotatingTokens('a', 'b'))));
    expect(error).toMatchObject({ code: 'forbidden' });
  });

  it('is the refused one when no other can be had', async () => {
    recordRequests([refusal]);
    const tokens = { current: () => 'a', refresh: () => Promise.reject(new Error('offline')) };
    const error = await rejectionOf(operation('getThread').call(makeBackend(tokens)));
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('is used from the next request on when it was replaced, in clients that have made requests before', async () => {
    const tokens = new RotatingTokens('first', 'second', 'third');
    const backend = makeBackend(tokens);
    const requests = recordRequests([{ status: 204 }]);
    for (const expected of ['first', 'second', 'third']) {
      await backend.deleteMessage(THREAD, '1');
      await backend.deleteThread(THREAD);
      expect(tokensOf(requests).slice(-2)).toEqual([`Bearer ${expected}`, `Bearer ${expected}`]);
      tokens.next();
    }
  });

  it('is asked for anew for each of several requests at the same time', async () => {
    const tokens = new RotatingTokens('first', 'second');
    const backend = makeBackend(tokens);
    const requests = recordRequests([{ status: 204 }]);
    await backend.deleteMessage(THREAD, '1');
    tokens.next();
    await Promise.all(['2', '3', '4'].map((id) => backend.deleteMessage(THREAD, id)));
    expect(tokensOf(requests)).toEqual(['Bearer first', 'Bearer second', 'Bearer second', 'Bearer second']);
  });

  it('may be replaced by somebody else while a request is under way', async () => {
    const tokens = new RotatingTokens('first', 'second');
    const requests = recordRequests([refusal, { status: 204 }]);
    const refresh = vi.spyOn(tokens, 'refresh').mockImplementation(() => {
      tokens.next();
      return Promise.resolve(true);
    });
    await makeBackend(tokens).deleteMessage(THREAD, '1');
    expect(refresh).toHaveBeenCalledExactlyOnceWith('first');
    expect(tokensOf(requests)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is not looked for any more once the source is closed', async () => {
    const requests = recordRequests([{ status: 204 }]);
    const current = () => {
      throw new ChatError('closed', 'unable to make a request; the client was shut down');
    };
    const error = await rejectionOf(
      makeBackend({ current, refresh: () => Promise.resolve(false) }).deleteThread(THREAD),
    );
    expect(error).toMatchObject({ code: 'closed' });
    expect(requests).toHaveLength(0);
  });
});
