import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompanionUser, type CompanionWorld, startCompanionWorld } from '../../helper/companion-world.js';

let world: CompanionWorld;
let alice: CompanionUser;
let bob: CompanionUser;
let carol: CompanionUser;

beforeAll(async () => {
  world = await startCompanionWorld();
  [alice, bob, carol] = (await Promise.all(['alice', 'bob', 'carol'].map((name) => world.login(name)))) as [
    CompanionUser,
    CompanionUser,
    CompanionUser,
  ];
});

afterAll(() => world.stop());

const codeOf = (reply: { status: number; body: { code: string } }) => `${reply.status} ${reply.body.code}`;

/** Of alice, with bob in it. @returns the path of its routes */
async function createConversation(): Promise<string> {
  const { body } = await alice.ask('POST', '/conversations', {
    body: { uniqueName: crypto.randomUUID(), topic: 'Lunch', metadata: {} },
  });
  const path = `/conversations/${encodeURIComponent(body.id)}`;
  await bob.ask('POST', `${path}/join`);
  return path;
}

/** JSON of exactly so many bytes. */
const ofSize = (bytes: number): string => 'x'.repeat(bytes - 2);

describe('attributes of a conversation', () => {
  it('are kept whole, with a revision that grows', async () => {
    const path = `${await createConversation()}/attributes`;
    expect(codeOf(await alice.ask('GET', path))).toBe('404 not-found');
    const attributes = { large: 'ü'.repeat(5000), list: [1, null, { deep: true }], ['__proto__']: { kept: 1 } };
    expect(await alice.ask('PUT', path, { body: { attributes } })).toMatchObject({
      status: 200,
      body: { revision: '1' },
    });
    const read = await bob.ask('GET', path);
    expect(JSON.stringify(read.body)).toBe(JSON.stringify({ attributes, revision: '1' }));
    expect(read.headers.get('etag')).toBe('"1"');
    expect((await bob.ask('PUT', path, { body: { attributes: null } })).body.revision).toBe('2');
    expect((await alice.ask('GET', path)).body.attributes).toBeNull();
  });

  it('are not overwritten by who has not seen the last change', async () => {
    const path = `${await createConversation()}/attributes`;
    const put = (user: CompanionUser, n: number, ifMatch: string) =>
      user.ask('PUT', path, { body: { attributes: { n } }, headers: { 'if-match': ifMatch } });
    expect(codeOf(await put(alice, 0, '"1"'))).toBe('412 stale-revision');
    await alice.ask('PUT', path, { body: { attributes: { n: 1 } } });
    expect((await put(bob, 2, '"1"')).body.revision).toBe('2');
    expect(codeOf(await put(alice, 3, '"1"'))).toBe('412 stale-revision');
    expect((await alice.ask('GET', path)).body.attributes).toEqual({ n: 2 });
    expect((await put(alice, 3, '2')).status).toBe(200);
    expect((await put(alice, 4, '*')).status).toBe(200);
  });

  it('take 16 KB and no more', async () => {
    const path = `${await createConversation()}/attributes`;
    expect((await alice.ask('PUT', path, { body: { attributes: ofSize(16_384) } })).status).toBe(200);
    const { status, body } = await alice.ask('PUT', path, { body: { attributes: ofSize(16_385) } });
    expect({ status, code: body.code, detail: body.detail }).toEqual({
      status: 413,
      code: 'too-large',
      detail: 'unable to store the attributes; they take 16385 bytes and may take 16384',
    });
  });

  it('are of members alone', async () => {
    const path = `${await createConversation()}/attributes`;
    expect(codeOf(await carol.ask('GET', path))).toBe('403 forbidden');
    expect(codeOf(await carol.ask('PUT', path, { body: { attributes: {} } }))).toBe('403 forbidden');
  });
});

describe('participants', () => {
  const attributesPath = (path: string, { userId }: CompanionUser) =>
    `${path}/participants/${encodeURIComponent(userId)}/attributes`;

  it('have attributes: one’s own, as the creator, and at first of those whom one adds', async () => {
    const path = await createConversation();
    await carol.ask('POST', `${path}/join`);
    const put = (by: CompanionUser, of: CompanionUser, attributes: unknown) =>
      by.ask('PUT', attributesPath(path, of), { body: { attributes } });
    expect((await put(bob, carol, { by: 'bob' })).body.revision).toBe('1');
    expect(codeOf(await put(bob, carol, { by: 'bob again' }))).toBe('403 forbidden');
    expect((await put(carol, carol, { by: 'carol' })).body.revision).toBe('2');
    expect((await put(alice, carol, { by: 'alice' })).body.revision).toBe('3');
    expect(codeOf(await put(carol, alice, ofSize(4_097)))).toBe('413 too-large');
    const { body, headers } = await bob.ask('GET', `${path}/participants`);
    expect(body).toEqual({ participants: [{ userId: carol.userId, attributes: { by: 'alice' } }], revision: '3' });
    const again = await bob.ask('GET', `${path}/participants`, {
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    });
    expect([again.status, again.body]).toEqual([304, '']);
    await alice.ask('DELETE', `${path}/participants/carol`);
    expect((await bob.ask('GET', `${path}/participants`)).body).toEqual({ participants: [], revision: '4' });
    expect((await put(bob, carol, { by: 'bob' })).status).toBe(200);
  });

  it('have a read horizon that never moves back', async () => {
    const path = await createConversation();
    const read = (messageId: string) => bob.ask('PUT', `${path}/last-read`, { body: { messageId } });
    expect((await read('1717632210000')).body.revision).toBe('1');
    expect((await read('999')).body.revision).toBe('1');
    expect((await read('1717632210001')).body.revision).toBe('2');
    const { participants } = (await alice.ask('GET', `${path}/participants`)).body;
    expect(participants).toEqual([
      { userId: bob.userId, lastReadMessageId: '1717632210001', lastReadOn: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
    expect(codeOf(await read('last'))).toBe('400 invalid-request');
  });
});

describe('what one keeps for oneself', () => {
  it('is the same on all devices and nobody else’s', async () => {
    const [dora, again, other] = await Promise.all(['dora', 'dora', 'Dora'].map((name) => world.login(name)));
    const change = (body: object) =>
      dora!.ask('PATCH', '/mine', { body: { conversationId: '19:a@thread.v2', ...body } });
    expect((await dora!.ask('GET', '/mine')).body).toEqual({ conversations: {}, revision: '0' });
    expect((await change({ notificationLevel: 'muted' })).body.revision).toBe('1');
    await change({ lastReadMessageId: null });
    const { body, headers } = await again!.ask('GET', '/mine');
    expect(body.conversations).toEqual({ '19:a@thread.v2': { notificationLevel: 'muted', lastReadMessageId: null } });
    const etag = headers.get('etag') ?? '';
    expect((await again!.ask('GET', '/mine', { headers: { 'if-none-match': etag } })).status).toBe(304);
    await change({ lastReadMessageId: '17', notificationLevel: 'default' });
    expect((await again!.ask('GET', '/mine')).body.conversations).toEqual({
      '19:a@thread.v2': { lastReadMessageId: '17' },
    });
    await change({ clearLastRead: true });
    expect((await again!.ask('GET', '/mine')).body.conversations).toEqual({});
    expect((await other!.ask('GET', '/mine')).body.conversations).toEqual({});
    expect(codeOf(await change({ clearLastRead: true, lastReadMessageId: null }))).toBe('400 invalid-request');
  });
});

describe('users', () => {
  it('are looked up both ways, and made on request', async () => {
    const lookUp = async (body: object) => (await alice.ask('POST', '/users/lookup', { body })).body.users;
    expect(
      await lookUp({ identities: ['bob', 'unknown'], userIds: [carol.userId, '8:acs:nobody', bob.userId] }),
    ).toEqual([
      expect.objectContaining({ identity: 'bob', userId: bob.userId, friendlyName: null, attributes: {} }),
      expect.objectContaining({ identity: 'carol', userId: carol.userId }),
    ]);
    const [made] = await lookUp({ identities: ['not yet'], create: true });
    expect(made).toMatchObject({ identity: 'not yet', userId: expect.stringMatching(/^8:acs:/) });
    expect((await world.login('not yet')).userId).toBe(made!.userId);
    const many = Array.from({ length: 201 }, (_, index) => `user ${index}`);
    expect(codeOf(await alice.ask('POST', '/users/lookup', { body: { identities: many } }))).toBe(
      '400 invalid-request',
    );
  });

  it('change their own profile, which is in the next token', async () => {
    const eve = await world.login('eve');
    const patch = (identity: string, body: object, ifMatch?: string) =>
      eve.ask('PATCH', `/users/${encodeURIComponent(identity)}`, { body, headers: { 'if-match': ifMatch } });
    const { body } = await patch('eve', { friendlyName: 'Eve E.', attributes: { a: [1] } });
    expect(body).toMatchObject({ identity: 'eve', friendlyName: 'Eve E.', attributes: { a: [1] } });
    expect((await patch('eve', { friendlyName: null }, `"${body.revision}"`)).body).toMatchObject({
      friendlyName: null,
      attributes: { a: [1] },
    });
    expect(codeOf(await patch('eve', { friendlyName: 'late' }, `"${body.revision}"`))).toBe('412 stale-revision');
    expect(codeOf(await patch('bob', { friendlyName: 'Bobby' }))).toBe('403 forbidden');
    expect(codeOf(await patch('eve', { friendlyName: 'x'.repeat(257) }))).toBe('400 invalid-request');
    expect(codeOf(await patch('eve', { attributes: ofSize(16_385) }))).toBe('413 too-large');
    await patch('eve', { friendlyName: 'Eve' });
    expect((await world.login('eve')).displayName).toBe('Eve');
  });
});
