import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { draftOf, settle, startInThread, withNonce } from '../../helper/start-session.js';

describe('a push transport that asks whether anything is missing', () => {
  let service: FakeChatService;

  beforeEach(() => {
    vi.useFakeTimers();
    service = new FakeChatService();
  });
  afterEach(() => vi.useRealTimers());

  async function startChecked() {
    const alice = await startInThread(service);
    await settle();
    // Times in the list of threads have a precision of a second.
    await vi.advanceTimersByTimeAsync(5_000);
    await alice.transport.check();
    await vi.advanceTimersByTimeAsync(60_000);
    alice.backend.resetCount();
    return alice;
  }

  it('is told no when all was pushed, and no message is read for that', async () => {
    const { transport, backend, thread, bob, session } = await startChecked();
    await bob.sendMessage(thread.id, draftOf('hello'));
    await session.send(thread, withNonce('hello, too'));
    await settle();
    backend.resetCount();
    expect(await transport.check()).toBe(false);
    expect(backend.count('listThreads')).toBe(1);
  });

  it('is told yes when a message was not pushed; the message is found, told and logged once', async () => {
    const { transport, thread, bob, told, warnings } = await startChecked();
    transport.hold();
    await bob.sendMessage(thread.id, draftOf('hello'));
    transport.lose();
    expect(await transport.check()).toBe(true);
    await settle();
    expect(told.filter((line) => line.startsWith('messageAdded'))).toEqual([`messageAdded ${thread.id} hello`]);
    expect(warnings).toHaveLength(1);

    await vi.advanceTimersByTimeAsync(60_000);
    expect(await transport.check()).toBe(false);
    expect(warnings).toHaveLength(1);
  });

  it('is told nothing when no request gets through', async () => {
    const { transport, backend } = await startChecked();
    backend.fail('listThreads', 'unavailable');
    await expect(transport.check()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('does not spoil a later repair: a thread that was not looked at is looked at then', async () => {
    const { transport, thread, bob, told, session } = await startChecked();
    thread.isAttended = false;
    transport.hold();
    await bob.sendMessage(thread.id, draftOf('lost'));
    await bob.sendMessage(thread.id, draftOf('pushed'));
    transport.lose();
    transport.release();
    await settle();
    thread.isAttended = false;
    expect(await transport.check()).toBe(false);

    transport.disconnect();
    transport.connect();
    await settle();
    expect(told.filter((line) => line.startsWith('messageAdded')).sort()).toEqual([
      `messageAdded ${thread.id} lost`,
      `messageAdded ${thread.id} pushed`,
    ]);
    await session.stop();
  });
});
