import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, type Conversation, receiptsFromReadState } from '../../../src/index.js';
import { record } from '../../helper/event-recorder.js';
import { startAliceAndBob, type TwilioWorld } from '../../helper/twilio-world.js';

describe('read state', () => {
  let world: TwilioWorld;
  let bob: Client;
  let hers: Conversation;
  let his: Conversation;

  beforeEach(async () => {
    ({ world, bob, hers, his } = await startAliceAndBob());
  });
  afterEach(() => world.stop());

  const send = async (conversation: Conversation, ...bodies: string[]): Promise<number[]> => {
    const indexes: number[] = [];
    for (const body of bodies) indexes.push(await conversation.sendMessage(body));
    await vi.waitFor(() => {
      for (const each of [hers, his]) expect(each.lastMessage?.index).toBe(indexes.at(-1));
    });
    return indexes;
  };

  it('§3.8 null while nothing was read, then a number', async () => {
    await send(hers, 'one', 'two', 'three');
    expect([his.lastReadMessageIndex, await his.getUnreadMessagesCount()]).toEqual([null, null]);
    expect(await his.setAllMessagesRead()).toBe(0);
    expect(await his.getUnreadMessagesCount()).toBe(0);
  });

  it('§3.8 setAllMessagesRead without messages: 0, and no change request', async () => {
    world.emulator.requests.clear();
    expect(await his.setAllMessagesRead()).toBe(0);
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(0);
  });

  it('§3.8 counts what comes after the horizon, own messages included, deleted ones not', async () => {
    const [first] = await send(hers, 'one', 'two', 'three');
    expect(await his.advanceLastReadMessageIndex(first!)).toBe(2);
    await send(his, 'mine');
    expect(await his.getUnreadMessagesCount()).toBe(3);

    const [, two] = (await hers.getMessages()).items;
    const removed = new Promise((resolve) => his.once('messageRemoved', resolve));
    await his.getMessages();
    await two!.remove();
    await removed;
    expect(await his.getUnreadMessagesCount()).toBe(2);
  });

  it('§3.8 the horizon never moves back by advancing', async () => {
    const [first, , third] = await send(hers, 'one', 'two', 'three');
    await his.advanceLastReadMessageIndex(third!);
    expect(await his.advanceLastReadMessageIndex(first!)).toBe(0);
    expect(his.lastReadMessageIndex).toBe(third);
  });

  it('§3.8 an index that no message has: the newest one before it is read', async () => {
    const [, second] = await send(hers, 'one', 'two');
    expect(await his.advanceLastReadMessageIndex(second! + 50)).toBe(0);
    expect(his.lastReadMessageIndex).toBe(second);
  });

  it('§3.6 the reader: conversation first, then the participant', async () => {
    await send(hers, 'one');
    await his.getParticipants();
    const events = record(bob, his);
    await his.setAllMessagesRead();
    await vi.waitFor(() => expect(events.lines.length).toBeGreaterThanOrEqual(4));
    expect(events.entries.map(({ payload }) => (payload as { updateReasons: string[] }).updateReasons)).toEqual([
      ['lastReadMessageIndex'],
      ['lastReadMessageIndex'],
      ['lastReadMessageIndex', 'lastReadTimestamp'],
      ['lastReadMessageIndex', 'lastReadTimestamp'],
    ]);
  });

  it('§3.8 others see how far somebody has read', async () => {
    const [index] = await send(hers, 'one');
    const reader = await hers.getParticipantByIdentity('bob');
    expect([reader!.lastReadMessageIndex, reader!.lastReadTimestamp]).toEqual([null, null]);
    await his.setAllMessagesRead();
    await vi.waitFor(() => expect(reader!.lastReadMessageIndex).toBe(index));
    expect(reader!.lastReadTimestamp).toBeInstanceOf(Date);
  });

  it('§3.8 differs: moving back and clearing hold for this client alone', async () => {
    const [first, , third] = await send(hers, 'one', 'two', 'three');
    await his.setAllMessagesRead();
    expect(await his.updateLastReadMessageIndex(first!)).toBe(2);
    expect(his.lastReadMessageIndex).toBe(first);
    await his.setAllMessagesUnread();
    expect([his.lastReadMessageIndex, await his.getUnreadMessagesCount()]).toEqual([null, null]);

    await bob.shutdown();
    const again = await (await world.client('bob')).getConversationBySid(his.sid);
    expect(again.lastReadMessageIndex).toBe(third);
  });

  it('§3.8 a horizon in front of everything that was loaded is found, and counted from', async () => {
    const [first] = await send(hers, ...Array.from({ length: 70 }, (_, n) => `message ${n}`));
    await his.advanceLastReadMessageIndex(first!);
    await bob.shutdown();
    const again = await (await world.client('bob')).getConversationBySid(his.sid);
    expect(again.lastReadMessageIndex).not.toBeNull();
    expect(await again.getUnreadMessagesCount()).toBe(69);
  });

  it('a message has no delivery receipts, read or not: Twilio keeps those for SMS and WhatsApp', async () => {
    await send(hers, 'one', 'two');
    const [one, two] = (await hers.getMessages()).items;
    await his.advanceLastReadMessageIndex(one!.index);
    await vi.waitFor(async () =>
      expect((await hers.getParticipantByIdentity('bob'))?.lastReadMessageIndex).toBe(one!.index),
    );
    for (const message of [one!, two!]) {
      expect(message.aggregatedDeliveryReceipt).toBeNull();
      expect(await message.getDetailedDeliveryReceipts()).toEqual([]);
    }
  });

  it('who has read a message, as delivery receipts for an app that asks for them: read or sent, never a guess', async () => {
    const asked = await world.client('alice', { rethread: { deliveryReceipts: receiptsFromReadState } });
    const mine = await asked.getConversationBySid(hers.sid);
    await send(mine, 'one', 'two');
    const [one, two] = (await mine.getMessages()).items;
    expect(two!.aggregatedDeliveryReceipt).toBeNull();
    await his.advanceLastReadMessageIndex(one!.index);
    await vi.waitFor(async () =>
      expect((await one!.getDetailedDeliveryReceipts()).map(({ status }) => status)).toEqual(['read']),
    );
    const reader = await mine.getParticipantByIdentity('bob');
    const [receipt] = await two!.getDetailedDeliveryReceipts();
    expect(receipt).toMatchObject({
      status: 'sent',
      sid: expect.stringMatching(/^DY[0-9a-f]{32}$/) as string,
      messageSid: two!.sid,
      conversationSid: mine.sid,
      channelMessageSid: '',
      participantSid: reader?.sid,
      errorCode: 0,
      dateCreated: two!.dateCreated?.toISOString(),
      dateUpdated: two!.dateCreated?.toISOString(),
    });
    const all = { total: 1, sent: 'all', delivered: 'all', read: 'all', undelivered: 'none', failed: 'none' };
    expect(one!.aggregatedDeliveryReceipt).toMatchObject(all);
    expect(two!.aggregatedDeliveryReceipt).toMatchObject({ ...all, delivered: 'none', read: 'none' });
  });
});
