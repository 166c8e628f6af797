import { afterEach, describe, expect, it } from 'vitest';
import { makeBackend, OPERATIONS, operation, SECRET_TOKEN, THREAD } from './operations.js';
import { recordRequests, stopRecording } from './recorded-service.js';

afterEach(stopRecording);

describe.each(OPERATIONS)('$name', (op) => {
  it('makes one request and reads the answer', async () => {
    const requests = recordRequests([{ status: op.status, body: op.answer }]);
    const result = await op.call(makeBackend());
    expect(result).toEqual(op.result);
    expect(requests).toEqual([
      expect.objectContaining({
        method: op.method,
        path: op.path,
        query: { 'api-version': '2025-03-15', ...op.query },
        body: op.body ?? '',
      }),
    ]);
  });

  it('identifies itself', async () => {
    const [first] = await requestsOf(op.name);
    expect(first?.headers['authorization']).toBe(`Bearer ${SECRET_TOKEN}`);
    expect(first?.headers['accept']).toBe('application/json');
    expect(first?.headers['x-ms-client-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(first?.headers['content-type']?.split(';')[0]).toBe(op.contentType);
  });
});

describe('optional parts', () => {
  it('covers every request that a backend can make', () => {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(makeBackend()) as object);
    expect(OPERATIONS.map(({ name }) => name).sort()).toEqual(methods.filter((name) => name !== 'constructor').sort());
  });

  it.each([
    ['sendMessage', { content: 'x', type: 'text' }],
    ['updateMessage', { metadata: {} }],
    ['updateThread', { topic: '' }],
    ['createThread', { topic: '', participants: [] }],
    [
      'addMember',
      { participants: [{ communicationIdentifier: { rawId: '4:+1555', phoneNumber: expect.anything() } }] },
    ],
  ] as const)('are left out of %s when there is nothing to say', async (name, body) => {
    const requests = recordRequests([{ status: operation(name).status, body: operation(name).answer }]);
    const backend = makeBackend();
    await {
      sendMessage: () => backend.sendMessage(THREAD, { text: 'x', metadata: {} }),
      updateMessage: () => backend.updateMessage(THREAD, '1', { metadata: {} }),
      updateThread: () => backend.updateThread(THREAD, { topic: '' }),
      createThread: () => backend.createThread({ topic: '', metadata: {}, memberIds: [] }),
      addMember: () => backend.addMember(THREAD, { userId: '4:+1555', metadata: {} }),
    }[name]();
    expect(requests[0]?.body).toEqual(body);
  });

  it('names the creator of a thread only to give them a name', async () => {
    const requests = recordRequests([{ status: 201, body: operation('createThread').answer }]);
    const backend = makeBackend();
    await backend.createThread({ topic: '', metadata: {}, memberIds: [], creatorName: 'Alice' });
    const { participants } = requests[0]!.body as { participants: object[] };
    expect(participants).toMatchObject([{ displayName: 'Alice', communicationIdentifier: { rawId: backend.userId } }]);
  });

  it('makes a thread repeatable, with another id each time', async () => {
    const { call, answer } = operation('createThread');
    const requests = recordRequests([{ status: 201, body: answer }]);
    const backend = makeBackend();
    await call(backend);
    await call(backend);
    const ids = requests.map(({ headers }) => headers['repeatability-request-id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('sends typing every time it is asked, although the SDK would skip the second', async () => {
    const requests = recordRequests([{ status: 200 }]);
    const backend = makeBackend();
    await backend.sendTyping(THREAD);
    await backend.sendTyping(THREAD);
    expect(requests).toHaveLength(2);
  });

  it('works in more threads than it keeps clients for', async () => {
    const requests = recordRequests([{ status: 204 }]);
    const backend = makeBackend();
    const ids = Array.from({ length: 70 }, (_, index) => `19:${index}@thread.v2`);
    for (const id of [...ids, ...ids]) await backend.deleteMessage(id, '1');
    expect(requests.map(({ path }) => path)).toEqual(
      [...ids, ...ids].map((id) => `/chat/threads/${encodeURIComponent(id)}/messages/1`),
    );
  });
});

async function requestsOf(name: (typeof OPERATIONS)[number]['name']) {
  const { call, status, answer } = operation(name);
  const requests = recordRequests([{ status, body: answer }]);
  await call(makeBackend());
  return requests;
}
