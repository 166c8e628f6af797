import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CompanionUser,
  type CompanionWorld,
  PUBLIC_URL,
  startCompanionWorld,
} from '../../helper/companion-world.js';
import { createCompanion, defaultAuthorize } from '../../../src/server/index.js';

let world: CompanionWorld;
let alice: CompanionUser;
let bob: CompanionUser;

beforeAll(async () => {
  world = await startCompanionWorld({
    authorize: (action, context) =>
      defaultAuthorize(action, context) ||
      action === 'conversation.peek' ||
      action === 'conversation.join' ||
      (action === 'conversation.find' && context.conversation?.topic === 'Open'),
  });
  [alice, bob] = await Promise.all([world.login('alice'), world.login('bob')]);
});

afterAll(() => world.stop());

let count = 0;
const newName = (): string => `name ${++count}`;

interface Made {
  readonly id: string;
  readonly name: string;
  /** Of its routes. */
  readonly path: string;
}

const pathOf = (id: string): string => `/conversations/${encodeURIComponent(id)}`;
const codeOf = (reply: { status: number; body: { code: string } }) => `${reply.status} ${reply.body.code}`;

/** Of alice. */
async function createConversation(name = newName(), topic = 'Lunch'): Promise<Made> {
  const { status, body } = await alice.ask('POST', '/conversations', {
    body: { uniqueName: name, topic, metadata: { colour: 'green' }, creatorName: 'Alice' },
  });
  expect(status).toBe(201);
  return { id: body.id, name, path: pathOf(body.id) };
}

const find = (user: CompanionUser, name: string) =>
  user.ask('GET', `/conversations?uniqueName=${encodeURIComponent(name)}`);

async function memberIds(user: CompanionUser, id: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id: member } of user.chat.getChatThreadClient(id).listParticipants()) {
    ids.push((member as { communicationUserId: string }).communicationUserId);
  }
  return ids;
}

describe('a conversation with a unique name', () => {
  it('is created as the caller, with the service participant in it', async () => {
    const { id, name } = await createConversation();
    const { topic, metadata, createdBy } = await alice.chat.getChatThreadClient(id).getProperties();
    expect({ topic, metadata }).toEqual({ topic: 'Lunch', metadata: { colour: 'green' } });
    expect(createdBy).toMatchObject({ communicationUserId: alice.userId });
    expect(new Set(await memberIds(alice, id))).toEqual(new Set([alice.userId, alice.service]));
    const { status, body } = await find(alice, name);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id, topic: 'Lunch', metadata: { colour: 'green' }, createdBy: alice.userId, isMember: true },
    });
  });

  it('keeps its name to itself', async () => {
    const { name } = await createConversation();
    const { status, headers, body } = await bob.ask('POST', '/conversations', {
      body: { uniqueName: name, topic: 'Dinner', metadata: {} },
    });
    expect(status).toBe(409);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'unique-name-taken',
      detail: 'unable to use the unique name; another conversation has it',
    });
  });

  it.each(['Ünïcode 🥗 / %2F ? #', '../..', 'UPPER', 'upper', ' '])('can have the name %j', async (name) => {
    const { id } = await createConversation(name);
    expect((await find(alice, name)).body.id).toBe(id);
  });

  it('leaves the name free when ACS refuses it', async () => {
    const name = newName();
    const refused = await alice.ask('POST', '/conversations', {
      body: { uniqueName: name, topic: 'Lunch', metadata: { large: 'x'.repeat(2000) } },
    });
    expect(refused.status).toBe(400);
    await createConversation(name);
  });

  it('is found by those who are not in it only when the app allows it', async () => {
    const [closed, open] = [await createConversation(), await createConversation(newName(), 'Open')];
    expect(codeOf(await find(bob, closed.name))).toBe('404 not-found');
    expect(await find(bob, open.name)).toMatchObject({ status: 200, body: { id: open.id, isMember: false } });
    expect(codeOf(await find(bob, 'nobody has this'))).toBe('404 not-found');
  });

  it('can be renamed: the old name is free, the new one taken', async () => {
    const [one, other] = [await createConversation(), await createConversation()];
    const rename = (path: string, uniqueName: string | null) =>
      alice.ask('PUT', `${path}/unique-name`, { body: { uniqueName } });
    expect(codeOf(await rename(one.path, other.name))).toBe('409 unique-name-taken');
    expect((await find(alice, one.name)).body.id).toBe(one.id);
    const name = newName();
    expect((await rename(one.path, name)).status).toBe(204);
    expect((await rename(one.path, name)).status).toBe(204);
    expect((await find(alice, name)).body.id).toBe(one.id);
    expect((await find(alice, one.name)).status).toBe(404);
    expect((await rename(other.path, one.name)).status).toBe(204);
    expect((await rename(one.path, null)).status).toBe(204);
    expect((await find(alice, name)).status).toBe(404);
    expect(codeOf(await bob.ask('PUT', `${one.path}/unique-name`, { body: { uniqueName: 'mine' } }))).toBe(
      '403 forbidden',
    );
  });

  it('can get a name later, although the companion was not in it', async () => {
    const { chatThread } = await alice.chat.createChatThread({ topic: 'Plain' });
    const name = newName();
    const named = await alice.ask('PUT', `${pathOf(chatThread!.id)}/unique-name`, { body: { uniqueName: name } });
    expect(named.status).toBe(204);
    expect(await memberIds(alice, chatThread!.id)).toContain(alice.service);
    expect(
      codeOf(await bob.ask('POST', '/conversations', { body: { uniqueName: name, topic: 'x', metadata: {} } })),
    ).toBe('409 unique-name-taken');
  });

  it.each(['through the companion', 'in ACS alone'])('frees its name when it is deleted %s', async (way) => {
    const { id, name, path } = await createConversation();
    await alice.ask('PUT', `${path}/attributes`, { body: { attributes: { a: 1 } } });
    if (way === 'in ACS alone') {
      await alice.chat.deleteChatThread(id);
    } else {
      expect(codeOf(await bob.ask('DELETE', path))).toBe('403 forbidden');
      expect((await alice.ask('DELETE', path)).status).toBe(204);
      expect(codeOf(await alice.ask('GET', `${path}/attributes`))).toMatch(/^40[34] /);
    }
    expect((await find(alice, name)).status).toBe(404);
    expect(codeOf(await alice.ask('DELETE', path))).toBe('404 not-found');
    expect((await createConversation(name)).id).not.toBe(id);
  });
});

describe('joining', () => {
  it('adds the caller with all of the history', async () => {
    const { id, path } = await createConversation();
    await alice.chat.getChatThreadClient(id).sendMessage({ content: 'Before bob' });
    expect(await bob.ask('GET', path)).toMatchObject({ status: 200, body: { isMember: false, topic: 'Lunch' } });
    expect((await bob.ask('POST', `${path}/join`, { body: { displayName: 'Bob' } })).status).toBe(204);
    const contents: (string | undefined)[] = [];
    for await (const { content } of bob.chat.getChatThreadClient(id).listMessages()) contents.push(content?.message);
    expect(contents).toContain('Before bob');
    expect(codeOf(await bob.ask('POST', `${path}/join`))).toBe('409 already-participant');
    expect(await bob.ask('GET', path)).toMatchObject({ body: { isMember: true } });
  });

  it('finds nothing where the companion is not', async () => {
    const { chatThread } = await alice.chat.createChatThread({ topic: 'Private' });
    for (const id of [chatThread!.id, '19:nothing@thread.v2', 'odd']) {
      expect(codeOf(await bob.ask('POST', `${pathOf(id)}/join`))).toBe('404 not-found');
      expect(codeOf(await bob.ask('GET', pathOf(id)))).toBe('404 not-found');
    }
  });

  it('is the app’s to allow', async () => {
    const asked: unknown[] = [];
    const strict = createCompanion({
      ...world.options,
      authorize: (action, { caller, conversation }) => {
        asked.push([action, caller, conversation]);
        return false;
      },
    });
    // Its own memory: alice is another ACS user there.
    const [anna, ben] = [await world.login('anna', strict), await world.login('ben', strict)];
    const made = await anna.ask('POST', '/conversations', { body: { uniqueName: 'a', topic: 'A', metadata: {} } });
    const path = pathOf(made.body.id);
    expect(codeOf(await ben.ask('POST', `${path}/join`))).toBe('403 forbidden');
    expect(codeOf(await ben.ask('GET', path))).toBe('403 forbidden');
    expect(codeOf(await anna.ask('DELETE', path))).toBe('403 forbidden');
    expect(asked[0]).toEqual([
      'conversation.join',
      { identity: 'ben', userId: ben.userId },
      { id: made.body.id, topic: 'A', metadata: {}, createdBy: anna.userId },
    ]);
  });
});

describe('removing participants', () => {
  it('is for oneself and for the creator', async () => {
    const { id, path } = await createConversation();
    const carol = await world.login('carol / @ 🥕');
    for (const user of [bob, carol]) await user.ask('POST', `${path}/join`);
    const remove = (by: CompanionUser, identity: string) =>
      by.ask('DELETE', `${path}/participants/${encodeURIComponent(identity)}`);
    expect(codeOf(await remove(bob, 'carol / @ 🥕'))).toBe('403 forbidden');
    expect(codeOf(await remove(alice, 'nobody'))).toBe('404 not-found');
    expect((await remove(alice, 'carol / @ 🥕')).status).toBe(204);
    expect((await bob.ask('GET', `${path}/participants`)).status).toBe(200);
    expect((await remove(bob, 'bob')).status).toBe(204);
    expect(new Set(await memberIds(alice, id))).toEqual(new Set([alice.userId, alice.service]));
    // Not remembered as a member.
    expect(codeOf(await bob.ask('GET', `${path}/participants`))).toBe('403 forbidden');
    expect(codeOf(await remove(alice, 'bob'))).toBe('404 not-found');
  });
});

it('answers under its path, and under a framework that took the path off', async () => {
  const { companion } = { companion: createCompanion({ ...world.options, publicUrl: `${PUBLIC_URL}/chat/` }) };
  for (const path of ['/chat/health', '/health']) {
    expect((await companion.fetch(new Request(PUBLIC_URL + path))).status).toBe(200);
  }
});
