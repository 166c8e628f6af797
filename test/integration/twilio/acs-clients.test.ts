import type { ChatClient, ChatThreadClient } from '@azure/communication-chat';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getAcsChatClient, getAcsChatThreadClient } from '../../../src/index.js';
import { nextEvent } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

let world: TwilioWorld;

beforeEach(async () => {
  world = await TwilioWorld.start();
});

afterEach(() => world.stop());

it('gives the official clients of ACS, for a client and for a conversation', async () => {
  const alice = world.create('alice');
  const chat = await getAcsChatClient<ChatClient>(alice);
  const [room] = await world.conversation(alice);
  expect(await getAcsChatClient(room!)).toBe(chat);
  const thread = await getAcsChatThreadClient<ChatThreadClient>(room!);
  expect(thread.threadId).toBe(room!.sid);
  const arrived = nextEvent(room!, 'messageAdded');
  await thread.sendMessage({ content: 'by the raw client' });
  expect((await arrived).body).toBe('by the raw client');
});

it('rejects when the client could not start', async () => {
  const failed = world.create('alice', {}, 'rt1.nonsense');
  await expect(getAcsChatClient(failed)).rejects.toThrow('unable to read the connection token');
});
