import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HistoryReader } from '../../../src/core/history-reader.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { settle, startInThread, startSession } from '../../helper/start-session.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the history with what the service says', () => {
  it('begins with the creation, also for whoever created the thread, for one request more', async () => {
    const service = new FakeChatService();
    const { session, thread, backend } = await startInThread(service);
    await settle();
    backend.resetCount();
    const kindsOf = async () =>
      (await new HistoryReader(session, [thread], { withSystem: true }).read(10)).items.map(
        ({ record }) => record.system?.type,
      );
    expect(await kindsOf()).toContain('membersAdded');
    expect(await kindsOf()).toContain('membersAdded');
    expect(backend.count()).toBe(1);
  });

  it('has a new topic, which events tell without an id, for one look more', async () => {
    const service = new FakeChatService();
    const {
      thread: { id },
    } = await startInThread(service);
    const { session, backend } = await startSession(service, 'bob');
    const thread = await session.findThread(id);
    await service.user('alice').backend.updateThread(id, { topic: 'Journey' });
    await settle();
    expect(thread.properties.topic).toBe('Journey');
    backend.resetCount();
    const read = async () => (await new HistoryReader(session, [thread], { withSystem: true }).read(1)).items;
    expect(await read()).toMatchObject([{ record: { system: { type: 'topicChanged', topic: 'Journey' } } }]);
    expect(await read()).toHaveLength(1);
    expect(backend.count('listMessages')).toBe(1);
  });
});
