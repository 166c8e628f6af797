import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectThreads, directTopic } from '../../../src/core/direct-threads.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { createSession, startSession } from '../../helper/start-session.js';

let service: FakeChatService;

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeChatService();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('looking for the threads with somebody', () => {
  it('creates none, and asks the service once', async () => {
    const { session, backend } = await startSession(service, 'alice');
    const direct = new DirectThreads(session);
    backend.resetCount();
    expect(await direct.find('bob')).toEqual([]);
    expect(await direct.find('bob')).toEqual([]);
    expect(backend.count('listThreads')).toBe(1);
    expect(backend.count('createThread')).toBe(0);
  });

  it('finds all of them while they are still being loaded', async () => {
    const topic = directTopic('alice', 'bob');
    const ids = ['alice', 'bob'].map(
      (creator) =>
        service.createThread(creator, { topic, metadata: {}, memberIds: [creator === 'alice' ? 'bob' : 'alice'] }).id,
    );
    const { session, backend } = createSession(service, 'alice');
    const release = backend.hold('getThread', { times: 2 });
    await session.start();
    const found = new DirectThreads(session).find('bob');
    release();
    expect((await found).map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});
