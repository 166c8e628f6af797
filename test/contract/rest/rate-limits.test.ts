import { afterEach, describe, expect, it } from 'vitest';
import type { Behaviour } from '../../../src/emulator/index.js';
import { all, createThread, startRestFixture, type RestFixture } from './rest-fixture.js';

describe('rate budgets', () => {
  let fixture: RestFixture;

  afterEach(() => fixture.stop());

  async function exhaust(behaviour: Partial<Behaviour> = {}) {
    fixture = await startRestFixture({ behaviour });
    const [alice, bob] = [await fixture.user(), await fixture.user()];
    const threadId = await createThread(alice, bob);
    for (let count = 0; count < 5; count += 1) {
      await alice.thread(threadId).sendMessage({ content: 'a' });
      await bob.thread(threadId).sendMessage({ content: 'b' });
    }
    return { alice, bob, threadId };
  }

  it('for sending count all users of a thread together, and tell when to come back', async () => {
    const { alice, bob, threadId } = await exhaust();
    const answer = await bob.request('POST', `/chat/threads/${threadId}/messages`, { body: { content: 'c' } });
    expect(answer).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(10);
    await expect(alice.thread(threadId).deleteMessage('1')).rejects.toMatchObject({ statusCode: 429 });
    fixture.emulator.clock.advance(wait * 1000);
    await bob.thread(threadId).sendMessage({ content: 'c' });
    const other = await createThread(alice, bob);
    await alice.thread(other).sendMessage({ content: 'elsewhere' });
  });

  it('may refuse without a word about when', async () => {
    const { bob, threadId } = await exhaust({ retryAfterOn429: false });
    const answer = await bob.request('POST', `/chat/threads/${threadId}/messages`, { body: { content: 'c' } });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  it('for a minute hold too', async () => {
    const { alice, threadId } = await exhaust();
    for (let round = 0; round < 2; round += 1) {
      fixture.emulator.clock.advance(10_000);
      for (let count = 0; count < 10; count += 1) await alice.thread(threadId).sendMessage({ content: 'a' });
    }
    fixture.emulator.clock.advance(10_000);
    await expect(alice.thread(threadId).sendMessage({ content: 'a' })).rejects.toMatchObject({ statusCode: 429 });
    fixture.emulator.clock.advance(30_000);
    await alice.thread(threadId).sendMessage({ content: 'a' });
  });

  it('are apart for reading, and can be switched off', async () => {
    const { alice, threadId } = await exhaust();
    expect(await all(alice.thread(threadId).listMessages())).toHaveLength(12);
    await fixture.stop();
    fixture = await startRestFixture({ rateLimits: false });
    const carla = await fixture.user();
    const quiet = await createThread(carla);
    for (let count = 0; count < 12; count += 1) await carla.thread(quiet).sendMessage({ content: 'a' });
  });
});
