import { setTimeout as delay } from 'node:timers/promises';
import type { ChatClient } from '@azure/communication-chat';
import type { Conversation } from 'rethread';
import { rawClientWithPush, rethreadClient } from '../clients.js';
import { EmulatorProcess } from '../emulator-process.js';
import { type Part, ratioAtMost } from '../finding.js';
import { quantile } from '../statistics.js';

const ROUNDS = 30;
const SENDS = 100;
/** After a send and its echo, so that what follows them is over when the other side begins. */
const REST_MS = 2;
const BODY = 'A message of the usual length, one line or so.';
const LIMIT = 1.1;

/** How long a send takes, in milliseconds. */
type Send = () => Promise<number>;

interface Round {
  readonly raw: number[];
  readonly ours: number[];
}

/** The time from the call to its promise, one send after the other, on both sides in turn, both with push. */
export const send: Part = {
  name: 'send',
  async run() {
    const emulator = await EmulatorProcess.start('--loose');
    // Two people, so that neither side is told of what the other one does.
    const [alice, carol] = [await emulator.createUser('alice'), await emulator.createUser('carol')];
    const ourThread = await emulator.seedThread({ topic: 'ours', participants: [alice.userId] });
    const rawThread = await emulator.seedThread({ topic: 'raw', participants: [carol.userId] });
    const client = await rethreadClient(alice, { rateLimits: 'off' });
    const rawChat = await rawClientWithPush(carol);
    try {
      const ours = sendOf(await client.getConversationBySid(ourThread));
      const raw = rawSendOf(rawChat, rawThread);
      await playRound(raw, ours);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await playRound(raw, ours));
      const compare = (name: string, part: number) => {
        const sides = {
          raw: rounds.map((round) => quantile(round.raw, part)),
          ours: rounds.map((round) => quantile(round.ours, part)),
        };
        return ratioAtMost(`time of a send, ${name}`, sides, LIMIT, (ms) => `${ms.toFixed(2)} ms`);
      };
      return [compare('p50', 0.5), compare('p95', 0.95)];
    } finally {
      await Promise.all([client.shutdown(), rawChat.stopRealtimeNotifications()]);
      await emulator.stop();
    }
  },
};

async function playRound(raw: Send, ours: Send): Promise<Round> {
  const round: Round = { raw: [], ours: [] };
  for (let number = 0; number < SENDS; number++) {
    // Neither side always goes second.
    const turns = [() => raw().then((ms) => round.raw.push(ms)), () => ours().then((ms) => round.ours.push(ms))];
    for (const turn of number % 2 === 0 ? turns : turns.reverse()) {
      await turn();
      await delay(REST_MS);
    }
  }
  return round;
}

function sendOf(conversation: Conversation): Send {
  return async () => {
    const echo = new Promise((resolve) => void conversation.once('messageAdded', resolve));
    const start = performance.now();
    await conversation.prepareMessage().setBody(BODY).build().send();
    const ms = performance.now() - start;
    await echo;
    return ms;
  };
}

function rawSendOf(chat: ChatClient, threadId: string): Send {
  const thread = chat.getChatThreadClient(threadId);
  let handleEcho = (): void => undefined;
  chat.on('chatMessageReceived', () => handleEcho());
  return async () => {
    const echo = new Promise<void>((resolve) => (handleEcho = resolve));
    const start = performance.now();
    await thread.sendMessage({ content: BODY }, { type: 'text' });
    const ms = performance.now() - start;
    await echo;
    return ms;
  };
}
