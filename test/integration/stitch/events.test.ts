import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, Member, NXMEvent, TextEvent } from '../../../src/stitch/index.js';
import { catchUncaught } from '../../helper/catch-uncaught.js';
import { PATIENCE } from '../../helper/next-event.js';
import { nextStitchEvent, startJohnAndKevin, type StitchWorld } from '../../helper/stitch-world.js';

type Heard = [member: Member, event: NXMEvent<Record<string, unknown>>];

describe('the events of a Conversation', () => {
  let world: StitchWorld;
  let johns: Conversation;
  let kevins: Conversation;

  beforeEach(async () => {
    ({ world, johns, kevins } = await startJohnAndKevin());
  });
  afterEach(() => world.stop());

  async function sendFromJohn(text: string): Promise<{ sent: TextEvent; received: TextEvent }> {
    const received = nextStitchEvent<[Member, TextEvent]>(kevins, 'text');
    const sent = await johns.sendText(text);
    return { sent, received: (await received)[1] };
  }

  it('§3.3 the ids of events are numbers in their order, and Conversation#sequence_number is the newest', async () => {
    const events = await Promise.all(['1', '2', '3', '4', '5'].map((text) => johns.sendText(text)));
    expect(events.map(({ body }) => body.text)).toEqual(['1', '2', '3', '4', '5']);
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(5);
    expect(johns.sequence_number).toBe(ids[4]);
    expect([...johns.events.keys()]).toEqual([...johns.events.keys()].sort((a, b) => a - b));
  });

  it('§3.3 five texts within one second come in order to the others, each once', async () => {
    const heard: string[] = [];
    kevins.on('text', (_, { body }) => heard.push(body.text));
    await Promise.all(['1', '2', '3', '4', '5'].map((text) => johns.sendText(text)));
    await vi.waitFor(() => expect(heard).toHaveLength(5), PATIENCE);
    expect(heard).toEqual(['1', '2', '3', '4', '5']);
  });

  it('§3.2 text:seen tells the sender, with the stored event and its state; older ones count as seen', async () => {
    const first = await sendFromJohn('first');
    const second = await sendFromJohn('second');
    const seen = nextStitchEvent<[Member, TextEvent]>(johns, 'text:seen');
    await expect(second.received.seen()).resolves.toBe('text:seen:success');
    const [reader, event] = await seen;
    expect(reader.user.name).toBe('Kevin');
    expect(event).toBe(second.sent);
    const when = event.state.seen_by[reader.id];
    expect(new Date(when!).toISOString()).toBe(when);
    expect(first.sent.state.seen_by).toEqual({ [reader.id]: when });
    expect(second.received.state.seen_by).toHaveProperty(kevins.me!.id);
  });

  it('§3.2 TextEvent#seen rejects for one’s own event, and the second time', async () => {
    const { sent, received } = await sendFromJohn('hello');
    await expect(sent.seen()).rejects.toMatchObject({ name: 'NexmoClientError', type: 'error:seen:own-message' });
    const both = await Promise.allSettled([received.seen(), received.seen()]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { reason: { type: 'error:already-seen' } }]);
  });

  it('§3.3 TextEvent#seen of an event before one that was seen resolves, and asks nothing of the service', async () => {
    const first = await sendFromJohn('first');
    const second = await sendFromJohn('second');
    await second.received.seen();
    world.emulator.requests.clear();
    await first.received.seen();
    expect(world.emulator.requests.count({ path: /readReceipts/ })).toBe(0);
  });

  it('§3.2 TextEvent#seen may be repeated when it failed', async () => {
    const { received } = await sendFromJohn('hello');
    world.emulator.faults.add({ kind: 'answer', status: 403, method: 'POST', path: /readReceipts/ });
    await expect(received.seen()).rejects.toMatchObject({ name: 'NexmoApiError', type: 'error:acs:403' });
    await received.seen();
  });

  it('§3.2 TextEvent#delivered resolves and asks nothing of the service', async () => {
    const { received } = await sendFromJohn('hello');
    world.emulator.requests.clear();
    await received.delivered();
    expect(world.emulator.requests.count()).toBe(0);
    expect(received.state.delivered_to).toEqual({});
  });

  it('§3.2 TextEvent#del: the others get event:delete with the same event, its text emptied', async () => {
    const { sent, received } = await sendFromJohn('a slip');
    const deleted = nextStitchEvent<[Member, TextEvent]>(kevins, 'event:delete');
    await sent.del();
    const [sender, event] = await deleted;
    expect(sender.user.name).toBe('John');
    expect(event).toBe(received);
    expect(event.body).toEqual({ text: '', timestamp: { deleted: expect.any(String) } });
  });

  it('§3.2 Conversation#deleteEvent does the same, and only takes events that somebody wrote', async () => {
    const { sent } = await sendFromJohn('a slip');
    const deleted = nextStitchEvent(kevins, 'event:delete');
    await johns.deleteEvent(sent);
    await deleted;
    await expect(johns.deleteEvent('5' as never)).rejects.toMatchObject({ type: 'error:invalid:param:type' });
  });

  it('§3.3 an edit by another client is text:update, and the text of the stored event changes', async () => {
    const { sent, received } = await sendFromJohn('helo');
    const updated = nextStitchEvent<[Member, TextEvent]>(kevins, 'text:update');
    await world.patch('John', johns, `/messages/${sent.acsId}`, { content: 'hello' });
    expect((await updated)[1]).toBe(received);
    expect(received.body.text).toBe('hello');
  });

  it('§3.2 Conversation#startTyping: the others get text:typing:on, and off with the text', async () => {
    const heard: [string, number | string][] = [];
    kevins.on('*', (name: string, _member: Member, { body }: NXMEvent<{ activity?: number; text: string }>) =>
      heard.push([name, body.activity ?? body.text]),
    );
    const own = vi.fn();
    johns.on('text:typing*', own);
    await expect(johns.startTyping()).resolves.toBe('text:typing:on:success');
    await expect(johns.startTyping()).resolves.toBe('text:typing:on:success');
    await vi.waitFor(() => expect(heard).toHaveLength(1), PATIENCE);
    await expect(johns.stopTyping()).resolves.toBe('text:typing:off:success');
    await johns.sendText('done');
    await vi.waitFor(() => expect(heard).toHaveLength(3), PATIENCE);
    expect(heard).toEqual([
      ['text:typing:on', 1],
      ['text:typing:off', 0],
      ['text', 'done'],
    ]);
    expect(own).not.toHaveBeenCalled();
    expect(world.emulator.requests.count({ path: /typing$/ })).toBe(1);
  });

  it('§3.5 an event of typing has no id and is not stored', async () => {
    const typing = nextStitchEvent<Heard>(kevins, 'text:typing:on');
    const before = kevins.events.size;
    await johns.startTyping();
    const [member, event] = await typing;
    expect(event).toMatchObject({ id: undefined, from: member.id, type: 'text:typing:on', cid: 'CON-1' });
    expect(kevins.events.size).toBe(before);
  });

  it('§3.2 Conversation#getEvents gives all kept kinds by their ids, ascending', async () => {
    const { sent } = await sendFromJohn('hello');
    const events = await kevins.getEvents();
    expect([...events.values()].map(({ type }) => type)).toEqual(['member:joined', 'member:joined', 'text']);
    expect(events.get(sent.id)!.body).toMatchObject({ text: 'hello' });
    expect(events.get(sent.id)!._embedded).toEqual({
      from_user: { id: 'USR-john', name: 'John', display_name: 'John' },
    });
    expect(events.get(sent.id)!.conversation).toBe(kevins);
  });

  it('§3.2 Conversation#getEvents with start_id and end_id gives what is between them, and both', async () => {
    const ids: number[] = [];
    for (const text of ['1', '2', '3', '4']) ids.push((await johns.sendText(text)).id);
    const events = await johns.getEvents({ start_id: ids[1], end_id: String(ids[2]) });
    expect([...events.keys()]).toEqual([ids[1], ids[2]]);
  });

  it('§3.3 historyLimit bounds what is read, unless start_id asks for more', async () => {
    const ids: number[] = [];
    for (const text of ['1', '2', '3', '4']) ids.push((await johns.sendText(text)).id);
    const kevin = await world.login('Kevin', { historyLimit: 2 });
    const conversation = await kevin.getConversation('CON-1');
    expect([...conversation.events.keys()]).toEqual(ids.slice(2));
    expect([...(await conversation.getEvents({ start_id: ids[0] })).keys()]).toEqual(ids);
  });

  it('§3.2 what one listener throws does not keep the event from the others', async () => {
    const uncaught = catchUncaught();
    const failure = new Error('of the app');
    const heard = vi.fn();
    kevins.on('text', () => {
      throw failure;
    });
    kevins.on('text', heard);
    await johns.sendText('hello');
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), PATIENCE);
    await vi.waitFor(() => expect(uncaught.errors).toEqual([failure]));
    uncaught.stop();
  });

  it('§4 hostile names and texts come as they were written, never as HTML', async () => {
    const text = '<img src=x onerror=alert(1)>"\u202e\u0000';
    const { received } = await sendFromJohn(text);
    expect(received.body.text).toBe(text);
  });
});
