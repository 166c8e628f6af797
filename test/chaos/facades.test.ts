/** Apps of all four SDKs in one thread, under the faults of the emulator: each message is one event for each of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import { kandyVoice, signalWireVoice, stitchVoice, twilioVoice, type Voice } from './facade-voices.js';
import { makeTrouble } from './make-trouble.js';
import { createPlan, type Trouble } from './plan.js';
import { createRandom } from './random.js';

const VOICES = [twilioVoice, kandyVoice, signalWireVoice, stitchVoice];
const DURATION_MS = 8_000;
const MESSAGES = 60;
const PATIENCE_MS = 150_000;
const quiet = (): void => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** What has to do with the clocks and refreshers of one kind of app is for the test of Twilio's. */
const isForAll = ({ kind }: Trouble): boolean => !['serviceClock', 'clientClock', 'breakRefresher'].includes(kind);

async function play(seed: number): Promise<{ stored: string[]; heard: Record<string, string[]> }> {
  const emulator = await startEmulator({ rateLimits: false, seed });
  const users = await Promise.all(VOICES.map(() => emulator.createUser()));
  const threadId = await emulator.seedThread({ topic: 'all', participants: users.map(({ userId }) => userId) });
  const identities = Object.fromEntries(users.map(({ userId }, n) => [`user${n}`, userId]));
  const heard: Record<string, string[]> = {};
  const timers = new Set<NodeJS.Timeout>();
  const voices: Voice[] = [];
  try {
    for (const [n, { userId, token }] of users.entries()) {
      const ids: string[] = [];
      const { endpoint } = emulator;
      const tokenRefresher = async (): Promise<string> => (await emulator.issueToken(userId)).token;
      const connectionToken = encodeConnectionToken({ endpoint, token, userId, identity: `user${n}` });
      const glue = { endpoint, identities, tokenRefresher, logger };
      const voice = await VOICES[n]!({ threadId, token, connectionToken, glue, hear: (id) => void ids.push(id) });
      voices.push(voice);
      heard[voice.sdk] = ids;
    }

    const random = createRandom(seed);
    const plan = createPlan({
      seed,
      clients: VOICES.length,
      durationMs: DURATION_MS,
      actionsPerSecond: 0,
      troublesPerSecond: 3,
    });
    const context = {
      emulator,
      hosts: [],
      userIdOf: (client: number) => users[client]!.userId,
      later: (ms: number, action: () => void) => void timers.add(setTimeout(action, ms)),
      stepClientClocks: quiet,
      stepServiceClock: quiet,
    };
    for (const step of plan)
      if ('trouble' in step && isForAll(step.trouble))
        timers.add(setTimeout(() => makeTrouble(step.trouble, context), step.atMs));
    const saying: Promise<unknown>[] = [];
    for (let n = 0; n < MESSAGES; n++) {
      const voice = random.pick(voices);
      const due = new Promise((resolve) => timers.add(setTimeout(resolve, random.below(DURATION_MS))));
      saying.push(due.then(() => voice.say(`${n} by ${voice.sdk}`)).catch(quiet));
    }
    await sleep(DURATION_MS);
    await Promise.all(saying);
    emulator.faults.clear();

    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const stored = await storedIn(emulator.endpoint, (await emulator.issueToken(users[0]!.userId)).token, threadId);
      const isDone = Object.values(heard).every((ids) => stored.every((id) => ids.includes(id)));
      if (isDone || Date.now() > end) {
        // Whatever comes twice comes soon after.
        await sleep(1_000);
        return { stored, heard };
      }
      await sleep(200);
    }
  } finally {
    for (const timer of timers) clearTimeout(timer);
    emulator.faults.clear();
    await Promise.all(voices.map((voice) => voice.leave()));
    await emulator.stop();
  }
}

/** Ids of the messages that the service has and nobody deleted, oldest first. */
async function storedIn(endpoint: string, token: string, threadId: string): Promise<string[]> {
  const found: { id: string; type: string; deletedOn?: string }[] = [];
  let next: string | undefined =
    `${endpoint}/chat/threads/${encodeURIComponent(threadId)}/messages?api-version=2025-03-15&maxPageSize=200`;
  while (next !== undefined) {
    const response: Response = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
    const page = (await response.json()) as { value: typeof found; nextLink?: string };
    found.push(...page.value);
    next = page.nextLink;
  }
  return found
    .filter(({ type, deletedOn }) => type === 'text' && deletedOn === undefined)
    .map(({ id }) => id)
    .sort((a, b) => Number(a) - Number(b));
}

describe('chaos with four SDKs', () => {
  it.each([11, 12])('every message is one event in every facade, seed %i', async (seed) => {
    const { stored, heard } = await play(seed);
    // Most get through; a few may have been refused for good.
    expect(stored.length).toBeGreaterThan(MESSAGES / 2);
    for (const [sdk, ids] of Object.entries(heard)) {
      const extra = ids.filter((id) => !stored.includes(id));
      const twice = ids.filter((id, position) => ids.indexOf(id) !== position);
      const missing = stored.filter((id) => !ids.includes(id));
      expect({ sdk, extra, twice, missing }).toEqual({ sdk, extra: [], twice: [], missing: [] });
    }
  });
});
