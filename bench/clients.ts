import { once } from 'node:events';
import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { Client, type RethreadOptions } from 'rethread';
import { loopbackPolicies } from '../test/helper/loopback-policies.js';
import type { PushSetup } from '../src/realtime-node/push-setup.js';
import type { BenchUser } from './emulator-process.js';

/** What gives the official client push in Node; on its own it has that in browsers only. */
const NODE_PUSH = new URL('../../dist/node-push.js', import.meta.url).href;

/** The official client, as an app would make it; it needs help to talk to an emulator. */
export function rawClient({ endpoint, token }: BenchUser): ChatClient {
  const policies = { additionalPolicies: loopbackPolicies };
  // Read by the client, and missing from its types.
  const options: object = { ...policies, signalingClientOptions: policies };
  return new ChatClient(endpoint, new AzureCommunicationTokenCredential(token), options);
}

/** The official client with real-time notifications under way. */
export async function rawClientWithPush(user: BenchUser): Promise<ChatClient> {
  const client = rawClient(user);
  const { addSignaling } = (await import(NODE_PUSH)) as PushSetup;
  addSignaling(client);
  const connected = new Promise<void>((resolve) => client.on('realTimeNotificationConnected', () => resolve()));
  await client.startRealtimeNotifications();
  await connected;
  return client;
}

/** A client of ours that is initialized, in push mode unless told. */
export async function rethreadClient(
  user: Pick<BenchUser, 'connectionToken'>,
  options: RethreadOptions = {},
): Promise<Client> {
  const client = new Client(user.connectionToken, { rethread: { realtime: 'push', ...options } });
  await once(client as unknown as NodeJS.EventEmitter, 'initialized');
  return client;
}
