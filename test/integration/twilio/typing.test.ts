import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation, Participant } from '../../../src/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

// Short enough to wait for, long enough to be told apart from a request; and one that nobody waits for.
const SHORT_MS = 300;
const LONG_MS = 60_000;

describe('typing (only push tells it: the service has no way to ask who is typing)', () => {
  let world: TwilioWorld;
  let alice: Client;
  let bob: Client;
  let hers: Conversation;
  let his: Conversation;
  let heard: string[];

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime: 'push' });
  });
  afterEach(() => world.stop());

  async function meet(typingIndicatorTimeoutOverride = LONG_MS): Promise<void> {
    const options = { typingIndicatorTimeoutOverride };
    [alice, bob] = await Promise.all([world.client('alice', options), world.client('bob', options)]);
    [hers, his] = (await world.conversation(alice, bob)) as [Conversation, Conversation];
    const typist = (await his.getParticipantByIdentity('alice'))!;
    heard = [];
    const listen = (name: string, emitter: Client | Conversation | Participant): void => {
      const note = (what: string) => (participant: Participant) =>
        heard.push(`${name} ${what} ${participant.isTyping}`);
      (emitter as Conversation).on('typingStarted', note('started'));
      (emitter as Conversation).on('typingEnded', note('ended'));
    };
    listen('conversation', his);
    listen('client', bob);
    listen('participant', typist);
    his.on('messageAdded', () => heard.push('message'));
  }

  it('§5.4 §8.1 participant, client, conversation; and the same when it runs out', async () => {
    await meet(SHORT_MS);
    await hers.typing();
    await vi.waitFor(() => expect(heard).toHaveLength(6), PATIENCE);
    expect(heard).toEqual([
      'participant started true',
      'client started true',
      'conversation started true',
      'participant ended false',
      'client ended false',
      'conversation ended false',
    ]);
  });

  it('§5.4 calls within the window are one signal', async () => {
    await meet();
    world.emulator.requests.clear();
    await Promise.all([hers.typing(), hers.typing(), hers.typing()]);
    expect(world.emulator.requests.count({ path: /typing$/ })).toBe(1);
  });

  it('§5.4 a message ends typing, before it is announced', async () => {
    await meet();
    await hers.typing();
    await vi.waitFor(() => expect(heard).toHaveLength(3), PATIENCE);
    await hers.sendMessage('here it is');
    await vi.waitFor(() => expect(heard).toContain('message'), PATIENCE);
    expect(heard.slice(3)).toEqual([
      'participant ended false',
      'client ended false',
      'conversation ended false',
      'message',
    ]);
  });

  it('one does not hear oneself', async () => {
    await meet();
    const own = vi.fn();
    alice.on('typingStarted', own);
    await hers.typing();
    await vi.waitFor(() => expect(heard).toHaveLength(3), PATIENCE);
    expect(own).not.toHaveBeenCalled();
  });

  it('somebody who leaves while typing is not typing any more', async () => {
    await meet();
    await hers.typing();
    await vi.waitFor(() => expect(heard).toHaveLength(3), PATIENCE);
    const left = new Promise<Participant>((resolve) => his.once('participantLeft', resolve));
    await hers.leave();
    expect((await left).isTyping).toBe(false);
  });
});
