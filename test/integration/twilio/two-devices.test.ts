import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation } from '../../../src/index.js';
import { record } from '../../helper/event-recorder.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

describe.each(REALTIMES)('one user on two devices, realtime: %s', (realtime) => {
  let world: TwilioWorld;
  let phone: Client;
  let laptop: Client;
  let onPhone: Conversation;
  let onLaptop: Conversation;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
    [phone, laptop] = await Promise.all([world.client('alice'), world.client('alice')]);
    const seen = nextEvent(laptop, 'conversationJoined');
    [onPhone] = (await world.conversation(phone)) as [Conversation];
    onLaptop = await seen;
  });
  afterEach(() => world.stop());

  it('§3.10 what is sent on one is announced on the other, and both may change it', async () => {
    const received = nextEvent(laptop, 'messageAdded');
    await onPhone.sendMessage('from the phone');
    const message = await received;
    expect([message.author, message.body]).toEqual(['alice', 'from the phone']);
    await onPhone.getMessages();
    const updated = nextEvent(phone, 'messageUpdated');
    await message.updateBody('from the laptop');
    expect((await updated).message.body).toBe('from the laptop');
  });

  it('§3.4 leaving on one is leaving on both', async () => {
    const events = record(laptop, onLaptop);
    await onPhone.leave();
    await vi.waitFor(() => expect(events.about('removed')).toHaveLength(1), PATIENCE);
    expect(events.lines.slice(-3)).toEqual([
      'client conversationLeft Weekend',
      'client conversationRemoved Weekend',
      'conversation removed Weekend',
    ]);
  });
});

// With push, the service does not tell readers of their own receipts; the next start or repair does.
it('§3.8 reading on on one device ends what the other kept for itself, realtime: polling', async () => {
  const world = await TwilioWorld.start({ realtime: 'polling' });
  try {
    const [phone, laptop] = await Promise.all([world.client('alice'), world.client('alice')]);
    const seen = nextEvent(laptop, 'conversationJoined');
    const [onPhone] = await world.conversation(phone);
    const onLaptop = await seen;
    await onPhone!.sendMessage('one');
    await onPhone!.sendMessage('two');
    await onLaptop.getMessages();
    await onLaptop.setAllMessagesRead();
    await onLaptop.setAllMessagesUnread();
    expect(onLaptop.lastReadMessageIndex).toBeNull();

    await onPhone!.sendMessage('three');
    await onPhone!.setAllMessagesRead();
    await vi.waitFor(() => expect(onLaptop.lastReadMessageIndex).toBe(2), PATIENCE);
  } finally {
    await world.stop();
  }
});
