import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompanionUser, type CompanionWorld, startCompanionWorld } from '../../helper/companion-world.js';

let world: CompanionWorld;
let alice: CompanionUser;
let bob: CompanionUser;

beforeAll(async () => {
  world = await startCompanionWorld();
  [alice, bob] = await Promise.all([world.login('alice'), world.login('bob')]);
});

afterAll(() => world.stop());

let count = 0;
const uniqueName = (): string => `name ${++count}`;

/** @returns the path of a new conversation of alice. */
async function createConversation(name = uniqueName()): Promise<{ id: string; path: string; name: string }> {
  const { status, body } = await alice.ask('POST', '/conversations', {
    body: { uniqueName: name, topic: 'Lunch', metadata: { colour: 'green' }, creatorName: 'Alice' },
  });
  expect(status).toBe(201);
  return { id: body.id, path: `/conversations/${encodeURIComponent(body.id)}`, name };
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
});
