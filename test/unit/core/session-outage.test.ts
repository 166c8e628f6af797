import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { createSession, draftOf, settle, startInThread, startSession, withNonce } from '../../helper/start-session.js';

describe('a push connection that stays away', () => {
  let service: FakeChatService;

  beforeEach(() => {
    vi.useFakeTimers();
    service = new FakeChatService();
  });
  afterEach(() => vi.useRealTimers());

  it('sends after a moment, when requests get through', async () => {
    const { session, transport, thread } = await startInThread(service);
    transport.disconnect();
    const sent = session.send(thread, withNonce('hello'));
    await vi.advanceTimersByTimeAsync(4_900);
    await vi.advanceTimersByTimeAsync(200);

    await expect(sent).resolves.toBe(0);
  });

  it('goes on waiting with what is to be sent, when no request gets through', async () => {
    const { session, transport, backend, thread } = await startInThread(service);
    transport.disconnect();
    for (let time = 0; time < 4; time++) backend.fail('listThreads', 'unavailable');
    const outcome = vi.fn();
    session.send(thread, withNonce('hello')).then(outcome, outcome);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(outcome).not.toHaveBeenCalled();

    transport.connect();
    await settle();
    expect(outcome).toHaveBeenCalledWith(0);
  });

  it('tells what others do, as where nothing pushes', async () => {
    const { transport, thread, bob, told } = await startInThread(service);
    transport.disconnect();
    await bob.sendMessage(thread.id, draftOf('are you there?'));
    await vi.advanceTimersByTimeAsync(5_100);

    expect(told).toContain(`messageAdded ${thread.id} are you there?`);
  });

  it('tells once that the token was refused, and rejects what was to be sent', async () => {
    const { session, transport, backend, thread, told } = await startInThread(service);
    transport.disconnect();
    backend.fail('listThreads', 'unauthorized');
    backend.fail('sendMessage', 'unauthorized');
    const sent = expect(session.send(thread, withNonce('hello'))).rejects.toMatchObject({ code: 'unauthorized' });
    await vi.advanceTimersByTimeAsync(5_100);

    await sent;
    expect(told).toContain('unauthorized');
  });

  it('leaves no timer behind when it is stopped or paused', async () => {
    const { session, transport } = await startInThread(service);
    transport.disconnect();
    await session.stop();
    expect(vi.getTimerCount()).toBe(0);

    const bob = createSession(service, 'bob');
    await bob.session.start();
    bob.transport.disconnect();
    await bob.session.pause();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('a refused token is told, whoever made the request', async () => {
  const { session, backend, told } = await startSession(new FakeChatService(), 'alice');
  backend.fail('createThread', 'unauthorized');
  await expect(session.createThread({ topic: 'Trip', metadata: {}, memberIds: [] })).rejects.toMatchObject({
    code: 'unauthorized',
  });
  expect(told).toContain('unauthorized');
});
