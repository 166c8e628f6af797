import type { Client, Conversation } from 'rethread';
import { rethreadClient } from '../clients.js';
import { type BenchUser, EmulatorProcess } from '../emulator-process.js';
import { atMost, type Finding, noted, type Part } from '../finding.js';

const SENDS = 100;
/** One in this many pushes is followed by a look whether one was lost: below it, nothing is asked. */
const STEADY = 100;
const LONG = 1_000;
const MISSED = [1, 199, 200, 201, 1_000];
const PAGE = 200;

/** What the user pays for, counted at the service. */
export const requests: Part = {
  name: 'requests',
  async run() {
    const emulator = await EmulatorProcess.start('--loose');
    const [alice, bob] = [await emulator.createUser('alice'), await emulator.createUser('bob')];
    const threadId = await emulator.seedThread({ topic: 'both', participants: [alice.userId, bob.userId] });
    const clients = [await rethreadClient(alice, { rateLimits: 'off' }), await rethreadClient(bob)];
    try {
      const [hers, his] = await Promise.all(clients.map((client) => client.getConversationBySid(threadId)));
      const scene: Scene = { emulator, alice, bob, hers: hers!, his: his!, bobsClient: clients[1]! };
      return [...(await countSteady(scene)), ...(await countRepairs(scene))];
    } finally {
      await Promise.all(clients.map((client) => client.shutdown()));
      await emulator.stop();
    }
  },
};

interface Scene {
  readonly emulator: EmulatorProcess;
  readonly alice: BenchUser;
  readonly bob: BenchUser;
  readonly hers: Conversation;
  readonly his: Conversation;
  readonly bobsClient: Client;
}

async function countSteady({ emulator, alice, bob, hers, his }: Scene): Promise<Finding[]> {
  await exchange(hers, his, 1);
  await emulator.clearRequests();
  await exchange(hers, his, SENDS);
  const sent = (await emulator.requests(alice.userId)).length;
  const received = (await emulator.requests(bob.userId)).length;
  await exchange(hers, his, LONG - STEADY);
  const inAll = (await emulator.requests(bob.userId)).length;
  return [
    atMost('requests per send', sent / SENDS, 1),
    atMost(`requests for ${STEADY} received messages`, received, 0),
    noted(`requests for ${LONG} received messages, looks for lost ones included`, String(inAll), { measured: inAll }),
  ];
}

/** Sends messages one after the other until all of them have arrived. */
async function exchange(from: Conversation, to: Conversation, count: number): Promise<void> {
  const arrived = arrivals(to, count);
  for (let sent = 0; sent < count; sent++) await from.sendMessage('hello');
  await arrived;
}

async function countRepairs(scene: Scene): Promise<Finding[]> {
  const findings: Finding[] = [];
  let others = 0;
  for (const missed of MISSED) {
    const paths = await repair(scene, missed);
    const lists = paths.filter((path) => path.endsWith('/messages')).length;
    others = Math.max(others, paths.length - lists);
    findings.push(atMost(`list requests to repair ${missed} missed`, lists, Math.ceil(missed / PAGE) + 1));
  }
  const what = 'requests of such a reconnect besides: list of threads, properties, receipts';
  return [...findings, noted(what, String(others), { measured: others })];
}

/** @returns the paths of the chat requests that one reconnect made */
async function repair({ emulator, alice, bob, his, bobsClient }: Scene, missed: number): Promise<string[]> {
  const threadId = his.sid;
  const isAway = connection(bobsClient, (state) => state !== 'connected');
  await emulator.cut(bob.userId);
  await isAway;
  await emulator.seedMessages(
    threadId,
    Array.from({ length: missed }, () => ({ sender: alice.userId, content: 'missed' })),
  );
  await emulator.clearRequests();
  const arrived = arrivals(his, missed);
  await emulator.restore(bob.userId);
  await arrived;
  // The rest of the repair follows: properties and receipts.
  const chatPaths = async () =>
    (await emulator.requests(bob.userId))
      .filter(({ path, status }) => path.includes('/chat/threads') && status === 200)
      .map(({ path }) => path);
  for (;;) {
    const paths = await chatPaths();
    if (paths.some((path) => path.endsWith('/readReceipts'))) return paths;
  }
}

function arrivals(conversation: Conversation, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const listener = (): void => {
      if (--left > 0) return;
      conversation.off('messageAdded', listener);
      resolve();
    };
    conversation.on('messageAdded', listener);
  });
}

function connection(client: Client, isWanted: (state: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listener = (state: string): void => {
      if (!isWanted(state)) return;
      client.off('connectionStateChanged', listener);
      resolve();
    };
    client.on('connectionStateChanged', listener);
  });
}
