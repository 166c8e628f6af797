import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Member, TextEvent } from '../../../src/stitch/index.js';
import { FastClock } from '../../helper/fast-clock.js';
import { nextStitchEvent, StitchWorld } from '../../helper/stitch-world.js';

describe('directories of the app', () => {
  let world: StitchWorld;
  const clock = new FastClock();

  beforeEach(async () => {
    world = await StitchWorld.start();
    await world.conversation(await world.login('John'), 'CON-1', 'Kevin');
  });
  afterEach(async () => {
    clock.uninstall();
    await world.stop();
  });

  /** What a text of John's is from, at Kevin's client with such a directory. */
  async function senderAt(
    identitiesOf: (userIds: readonly string[]) => Promise<Record<string, string>>,
  ): Promise<Member> {
    const kevin = await world.login('Kevin', { identities: { userIdOf: () => undefined, identitiesOf } });
    const conversation = await kevin.getConversation('CON-1');
    const heard = nextStitchEvent<[Member, TextEvent]>(conversation, 'text');
    await (await (await world.login('John')).getConversation('CON-1')).sendText('hello');
    return (await heard)[0];
  }

  it('N-9 a directory of functions names the users', async () => {
    const { userId } = world.user('John');
    const sender = await senderAt((userIds) => Promise.resolve(userIds.includes(userId) ? { [userId]: 'USR-1' } : {}));
    expect(sender.user).toEqual({ id: 'USR-1', name: 'John' });
  });

  it.each([
    ['knows nobody', () => Promise.resolve({})],
    ['answers nonsense', () => Promise.resolve('John' as never)],
    ['fails', () => Promise.reject(new Error('away'))],
  ])('N-9 a directory that %s: user.name is what the conversation shows, and the id is Azure’s', async (_, answer) => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const sender = await senderAt(answer);
    expect(sender.user).toEqual({ id: world.user('John').userId, name: 'John' });
    for (const [line] of warned.mock.calls) expect(line).not.toContain('8:acs:');
    warned.mockRestore();
  });

  it('N-9 a directory that does not answer holds nothing up for long', async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    clock.install();
    const sender = await clock.during(senderAt(() => new Promise(() => undefined)));
    expect(sender.user.name).toBe('John');
    warned.mockRestore();
  });

  it('N-2 conversations may be a function; what is no thread id is an error that names the setting', async () => {
    const threadId = world.conversations['CON-1']!;
    const threadIdOf = (id: string): string | undefined => ({ 'CON-a': threadId, 'CON-b': 'nonsense' })[id];
    const john = await world.login('John', { conversations: { threadIdOf } });
    await expect(john.getConversation('CON-a')).resolves.toMatchObject({ id: 'CON-a' });
    await expect(john.getConversation('CON-b')).rejects.toThrow('`conversations.threadIdOf`');
    await expect(john.getConversation('con-a')).rejects.toMatchObject({ type: 'conversation:error:not-found' });
    await expect(john.getConversation(threadId)).resolves.toBe(await john.getConversation('CON-a'));
  });

  it('§3.3 without a directory, a unique name like CON-… is the id of one conversation, and others keep theirs', async () => {
    const kevin = await world.login('Kevin', { conversations: undefined });
    const first = await kevin.newConversationAndJoin({ name: 'CON-9' });
    const second = await kevin.newConversationAndJoin({ name: 'CON-9' });
    const other = await kevin.newConversationAndJoin({ name: 'weekend' });
    expect(first.id).toBe('CON-9');
    expect(second.id).toMatch(/^19:/);
    expect(other.id).toMatch(/^19:/);
    await expect(kevin.getConversation('CON-9')).resolves.toBe(first);
  });

  it('§3.3 with a directory, nobody gives a conversation the id of another one', async () => {
    const kevin = await world.login('Kevin');
    const conversation = await kevin.newConversationAndJoin({ name: 'CON-1' });
    expect(conversation.id).toMatch(/^19:/);
    expect(Object.keys(kevin.conversations).sort()).toEqual([conversation.id, 'CON-1'].sort());
  });

  it('§3.4 exchangeToken that does not answer: the login rejects in time', async () => {
    clock.install();
    const promise = world.login('John', { exchangeToken: () => new Promise(() => undefined) });
    await expect(clock.during(promise)).rejects.toMatchObject({ type: 'error:acs:unavailable' });
  });
});
