/** What the samples of the documents take for granted, on an emulator of their own. */
import { Client, configure, MemoryMediaStore } from 'rethread';
import { startEmulator } from 'rethread/emulator';
import { encodeConnectionToken } from 'rethread/server';

const emulator = await startEmulator();
const [alice, bob] = await Promise.all([emulator.createUser(), emulator.createUser()]);
const identities = { alice: alice.userId, bob: bob.userId };
configure({ identities, media: new MemoryMediaStore() });

export const { endpoint, connectionString } = emulator;
export const identity = 'alice';
export const acsToken = alice.token;
export const token = encodeConnectionToken({ ...alice, endpoint, identity });
export const client = new Client(token);
export const conversation = await client.createConversation({ friendlyName: 'Lunch', uniqueName: 'lobby' });
await conversation.join();
export const message = await sendOne('Noon?');
export const fcmToken = 'a token of Firebase';

/** Backends and pages of the reader. */
export const acsUserIdFor = async (name) => identities[name];
export const response = { send: () => undefined };
export const profileOf = async (name) => ({ name: `${name} of the backend` });
export const addMeTo = async () => undefined;
export const save = async () => undefined;
export const askBackend = async () => ({ id: '1', address: 'data:,' });
export const registerForPush = async () => undefined;
export const start = () => undefined;
export const show = () => undefined;

export async function end() {
  await client.shutdown();
  await emulator.stop();
}

async function sendOne(text) {
  const added = new Promise((resolve) => conversation.once('messageAdded', resolve));
  await conversation.sendMessage(text);
  return added;
}
