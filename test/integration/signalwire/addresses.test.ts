import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../helper/failure-of.js';
import { PATIENCE } from '../../helper/next-event.js';
import { listen, SignalWireWorld } from '../../helper/signalwire-world.js';

let world: SignalWireWorld;
let team: string;

beforeEach(async () => {
  world = await SignalWireWorld.start();
  team = await world.room('team', 'alice', 'bob');
});
afterEach(() => world.stop());

const idsOf = (page: { data: { id: string }[] }): string[] => page.data.map(({ id }) => id);

describe('client.address', () => {
  it('§2.3 getAddresses: everybody and every room that the directories name', async () => {
    const alice = await world.client('alice');
    const page = await alice.address.getAddresses();
    expect(idsOf(page)).toEqual(['alice', 'bob', 'carol', 'team']);
    expect(page.data[1]).toEqual({
      id: 'bob',
      name: 'bob',
      display_name: 'bob',
      type: 'subscriber',
      resource_id: 'bob',
      channels: { messaging: 'bob' },
      locked: false,
      created_at: '',
    });
    expect(page.data[3]).toMatchObject({
      type: 'room',
      resource_id: team,
      created_at: expect.stringMatching(/^\d{4}-/),
    });
  });

  it('§2.3 getAddresses: by type and name, sorted, in pages', async () => {
    const addressBook = [
      { id: 'bob', display_name: 'Robert', name: 'robert' },
      { id: 'carol', display_name: 'Carola', created_at: '2024-01-01T00:00:00Z' },
    ];
    const { address } = await world.client('alice', { addressBook });
    expect(idsOf(await address.getAddresses({ type: 'room' }))).toEqual(['team']);
    expect(idsOf(await address.getAddresses({ displayName: 'ROB' }))).toEqual(['bob']);
    expect(idsOf(await address.getAddresses({ sortOrder: 'desc' }))).toEqual(['team', 'bob', 'carol', 'alice']);
    expect(idsOf(await address.getAddresses({ sortBy: 'created_at', sortOrder: 'desc', pageSize: 2 }))).toEqual([
      'team',
      'carol',
    ]);
    const first = await address.getAddresses({ pageSize: 3 });
    expect(first).toMatchObject({ hasNext: true, hasPrev: false });
    const second = await first.nextPage();
    expect(idsOf(second!)).toEqual(['team']);
    expect(second).toMatchObject({ hasNext: false, hasPrev: true });
  });

  it('§2.3 getAddresses: pictures, where the address book has them', async () => {
    const pictures = { preview_url: 'https://files.example/p.png', cover_url: 'https://files.example/c.png' };
    const { address } = await world.client('alice', { addressBook: [{ id: 'bob', ...pictures }] });
    expect((await address.getAddresses()).data[1]).toMatchObject({ id: 'bob', type: 'subscriber', ...pictures });
  });

  it('§2.3 getAddress: by id or by name; unknown ones are an HttpError 404', async () => {
    const { address } = await world.client('alice', { addressBook: [{ id: 'bob', name: 'robert' }] });
    expect((await address.getAddress({ id: 'team' })).type).toBe('room');
    expect((await address.getAddress({ name: 'robert' })).id).toBe('bob');
    expect((await address.getAddress({ id: world.user('bob').userId })).id).toBe('bob');
    expect(await failureOf(address.getAddress({ id: 'nobody' }))).toMatchObject({ name: 'HttpError', code: 404 });
  });

  it('§2.3 getAddresses: functions list nothing, but the conversations that there are', async () => {
    const { identities } = world;
    const names = Object.fromEntries(Object.entries(identities).map(([name, id]) => [id, name]));
    const lookup = { userIdOf: (name: string) => identities[name], identitiesOf: () => names };
    const conversations = { threadIdOf: (name: string) => (name === 'team' ? team : undefined) };
    const alice = await world.client('alice', { identities: lookup, conversations });
    expect(idsOf(await alice.address.getAddresses())).toEqual([team, 'alice']);
    await alice.chat.sendMessage({ addressId: 'bob', text: 'hi' });
    expect(await alice.address.getAddress({ id: 'team' })).toMatchObject({ id: 'team', resource_id: team });
    expect(idsOf(await alice.address.getAddresses())).toEqual(['alice', 'bob', 'team']);
  });

  it('the address book may be a function, and names people in messages from then on', async () => {
    const addressBook = vi.fn(() =>
      Promise.resolve([{ id: 'bob', display_name: 'Robert' }, { id: '' }, null as never]),
    );
    const [alice, bob] = [await world.client('alice', { addressBook }), await world.client('bob')];
    expect(addressBook).not.toHaveBeenCalled();
    expect((await alice.address.getAddress({ id: 'bob' })).display_name).toBe('Robert');
    const heard = await listen(alice, 'bob');
    await bob.chat.sendMessage({ addressId: 'alice', text: 'hi' });
    await vi.waitFor(() => expect(heard.events).toHaveLength(1), PATIENCE);
    expect(heard.events[0]).toMatchObject({ user_name: 'Robert', conversation_name: 'Robert' });
    expect((await alice.conversation.getConversations()).data[0]).toMatchObject({ id: 'bob', name: 'Robert' });
  });

  it('an address book that fails hides nothing else, and is said', async () => {
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const addressBook = () => Promise.reject(new Error('password=1234'));
    const alice = await world.client('alice', { addressBook, logger });
    expect(idsOf(await alice.address.getAddresses())).toContain('bob');
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('`addressBook` failed'));
    expect(JSON.stringify(warn.mock.calls)).not.toContain('1234');
  });

  it('§2.3 getSubscriberInfo: what is known, and what the settings add', async () => {
    const alice = await world.client('alice', { subscriber: { email: 'alice@example.org', id: 'alice' } });
    expect(await alice.getSubscriberInfo()).toMatchObject({
      id: 'alice',
      email: 'alice@example.org',
      first_name: '',
      last_name: '',
      display_name: 'alice',
      fabric_addresses: [{ id: 'alice', type: 'subscriber' }],
    });
  });

  it("§2.6 Azure's ids are addresses, too", async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const heard = await listen(bob, world.user('alice').userId);
    const { userId } = world.user('bob');
    expect((await alice.chat.sendMessage({ addressId: userId, text: 'hi' })).table.conversation_id).toBe(userId);
    await vi.waitFor(() => expect(heard.events).toHaveLength(1), PATIENCE);
    expect(heard.events[0]).toMatchObject({ conversation_id: world.user('alice').userId, user_id: 'alice' });
    expect((await alice.chat.getMessages({ addressId: 'bob' })).data).toMatchObject([{ text: 'hi' }]);
  });

  it('without any directory everybody goes by their Azure id', async () => {
    const [alice, bob] = [
      await world.client('alice', { identities: undefined, conversations: undefined }),
      await world.client('bob', { identities: undefined, conversations: undefined }),
    ];
    const [hers, his] = [world.user('alice').userId, world.user('bob').userId];
    const heard = await listen(bob, hers);
    await alice.chat.sendMessage({ addressId: his, text: 'hi' });
    await vi.waitFor(() => expect(heard.texts()).toEqual(['hi']), PATIENCE);
    expect((await alice.conversation.getConversations()).data.map(({ id }) => id)).toEqual([his, team]);
  });
});
