import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation, JSONValue, Message } from '../../../src/index.js';
import { type EventRecorder, record } from '../../helper/event-recorder.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { REALTIMES, startAliceAndBob, type TwilioWorld } from '../../helper/twilio-world.js';

describe.each(REALTIMES)('changes of messages, realtime: %s', (realtime) => {
  let world: TwilioWorld;
  let bob: Client;
  let hers: Conversation;
  let his: Conversation;
  let mine: Message;
  let theirs: Message;
  let events: EventRecorder;

  beforeEach(async () => {
    ({ world, bob, hers, his } = await startAliceAndBob({ realtime }));
    await hers.sendMessage('first', { colour: 'red' });
    mine = (await hers.getMessages()).items[0]!;
    await vi.waitFor(async () => expect((await his.getMessages()).items).toHaveLength(1), PATIENCE);
    theirs = (await his.getMessages()).items[0]!;
    await vi.waitFor(() => expect(his.lastMessage?.index).toBe(0), PATIENCE);
    events = record(bob, his, theirs);
  });
  afterEach(() => world.stop());

  const readAfresh = async (): Promise<Message> => {
    const conversation = await (await world.client('bob')).getConversationBySid(hers.sid);
    return (await conversation.getMessages()).items[0]!;
  };
  const contentOf = ({ body, attributes }: Message): unknown => ({ body, attributes });

  const becomes = (expected: string[]): Promise<void> =>
    vi.waitFor(() => expect(events.lines).toEqual(expected), PATIENCE);
  const updated = (body: string, reasons: string): string[] =>
    ['client messageUpdated', 'conversation messageUpdated', 'message updated'].map(
      (line) => `${line} ${body} ${reasons}`,
    );

  it('§4.2 updateBody: resolves with the message; body, lastUpdatedBy, dateUpdated', async () => {
    await expect(mine.updateBody('second')).resolves.toBe(mine);
    await becomes(updated('second', 'body,lastUpdatedBy,dateUpdated'));
    expect(theirs).toMatchObject({ body: 'second', lastUpdatedBy: 'alice', attributes: { colour: 'red' }, index: 0 });
    await vi.waitFor(() => expect(mine).toMatchObject({ body: 'second', lastUpdatedBy: 'alice' }), PATIENCE);
  });

  it('§4.2 updateAttributes: reasons in the fixed order, the whole value is replaced', async () => {
    const before = theirs.attributes;
    await expect(mine.updateAttributes({ shape: 'round' })).resolves.toBe(mine);
    await becomes(updated('first', 'lastUpdatedBy,dateUpdated,attributes'));
    expect(theirs.attributes).toEqual({ shape: 'round' });
    expect(before).toEqual({ colour: 'red' });
  });

  it('§4.2 a second change, within the same second, leaves out what stayed the same', async () => {
    await mine.updateBody('second');
    await becomes(updated('second', 'body,lastUpdatedBy,dateUpdated'));
    events.clear();
    const attributes = theirs.attributes;
    await vi.waitFor(() => expect(mine.body).toBe('second'), PATIENCE);
    // The service tells times by the second: another one begins.
    world.emulator.clock.advance(1_000);
    await mine.updateBody('third');
    await becomes(updated('third', 'body,dateUpdated'));
    expect(theirs.attributes).toBe(attributes);
  });

  it('§4.2 updateAttributes with values of every kind', async () => {
    for (const attributes of [null, 'text', 0, false, [], [1, { two: null }], {}] as JSONValue[]) {
      await mine.updateAttributes(attributes);
      expect((await readAfresh()).attributes).toEqual(attributes);
    }
    await vi.waitFor(() => expect(theirs.attributes).toEqual({}), PATIENCE);
  });

  it('§4.2 both at once: each keeps what the other changed', async () => {
    await Promise.all([mine.updateBody('second'), mine.updateAttributes({ shape: 'round' })]);
    await vi.waitFor(
      () => expect(contentOf(theirs)).toEqual({ body: 'second', attributes: { shape: 'round' } }),
      PATIENCE,
    );
    expect(contentOf(await readAfresh())).toEqual({ body: 'second', attributes: { shape: 'round' } });
  });

  it('§4.2 a body can become empty', async () => {
    await mine.updateBody('');
    await vi.waitFor(() => expect(theirs.body).toBe(''), PATIENCE);
  });

  it('§4.2 remove: messageRemoved, nothing on the message; the object stays readable', async () => {
    await expect(mine.remove()).resolves.toBe(mine);
    await becomes(['client messageRemoved first', 'conversation messageRemoved first']);
    expect(events.entries[0]!.payload).toBe(theirs);
    expect(theirs).toMatchObject({ body: 'first', author: 'alice', attributes: { colour: 'red' } });
    expect((await his.getMessages()).items).toEqual([]);
    await expect(mine.updateBody('too late')).rejects.toMatchObject({ message: 'Not Found', status: 404 });
  });

  it('ACS: only the author may change a message', async () => {
    await expect(theirs.updateBody('forged')).rejects.toMatchObject({ message: 'Forbidden', status: 403 });
    await expect(theirs.remove()).rejects.toMatchObject({ status: 403 });
  });

  it('§4.2 wrong arguments reject', async () => {
    await expect(mine.updateBody(null as unknown as string)).rejects.toThrow('Argument 1');
    await expect(mine.updateAttributes(undefined as unknown as JSONValue)).rejects.toThrow('Argument 1');
  });

  it('§4.2 a message without media has no addresses', async () => {
    await expect(theirs.getTemporaryContentUrlsForAttachedMedia()).rejects.toThrow(
      'Argument 1 is expected to be a non-empty array of strings',
    );
  });

  it('§4.2 only messages that the client knows are updated', async () => {
    const latecomer = await world.client('bob');
    const conversation = await latecomer.getConversationBySid(hers.sid);
    const events = record(latecomer, conversation);
    await mine.updateBody('changed');
    const added = nextEvent(latecomer, 'messageAdded');
    await hers.sendMessage('new');
    await added;
    await mine.remove();
    const another = nextEvent(latecomer, 'messageAdded');
    await hers.sendMessage('newer');
    await another;

    expect([...events.about('messageUpdated'), ...events.about('messageRemoved')]).toEqual([]);
    expect((await conversation.getMessages()).items.map(({ body }) => body)).toEqual(['new', 'newer']);
  });
});
