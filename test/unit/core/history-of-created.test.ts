import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HistoryReader } from '../../../src/core/history-reader.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { settle, startInThread } from '../../helper/start-session.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the history of a thread that this client created', () => {
  it('has what the service said at its creation, for one request more', async () => {
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
});
