import { setTimeout as delay } from 'node:timers/promises';
import type { LoggedRequest } from 'rethread/emulator';
import { rethreadClient } from '../clients.js';
import { EmulatorProcess } from '../emulator-process.js';
import { atMost, type Finding, noted, type Part } from '../finding.js';

const THREADS = 1_000;
const FEW = 10;
const OBSERVED_MS = 25_000;
const WINDOW_MS = 10_000;
/** ACS: 50 reads of threads and lists of them in 10 seconds, for each user. */
const BUDGET = 50;

/** How a client starts that has many conversations, at a service that keeps to the published limits. */
export const start: Part = {
  name: 'start',
  async run() {
    const emulator = await EmulatorProcess.start();
    try {
      const few = await measureStart(emulator, FEW, 0);
      const many = await measureStart(emulator, THREADS, OBSERVED_MS);
      return describe(few, many);
    } finally {
      await emulator.stop();
    }
  },
};

interface Start {
  readonly beforeInitialized: readonly LoggedRequest[];
  readonly observed: readonly LoggedRequest[];
  readonly initializedMs: number;
  readonly oneThreadMs: number;
}

async function measureStart(emulator: EmulatorProcess, threads: number, observeMs: number): Promise<Start> {
  const user = await emulator.createUser('owner');
  const participants = [user.userId];
  const message = { sender: user.userId, content: 'hello' };
  let threadId = '';
  // The first one is the last in the list: the most recently active thread comes first.
  for (let number = 0; number < threads; number++) {
    const id = await emulator.seedThread({ topic: `Thread ${number}`, participants, messages: [message] });
    if (number === 0) threadId = id;
  }
  await emulator.clearRequests();
  const startedAt = performance.now();
  const client = await rethreadClient(user);
  const initializedMs = performance.now() - startedAt;
  const log = await emulator.requests(user.userId);
  const askedAt = performance.now();
  await client.getConversationBySid(threadId);
  const oneThreadMs = performance.now() - askedAt;
  await delay(observeMs);
  const observed = await emulator.requests(user.userId);
  await client.shutdown();
  return { beforeInitialized: log.filter(isBeforeLoading), observed, initializedMs, oneThreadMs };
}

/** The loading of threads begins in the same moment as the app is told that the client is ready. */
const isBeforeLoading = ({ path }: LoggedRequest): boolean => !path.includes('/chat/threads/');

function describe(few: Start, many: Start): Finding[] {
  const lists = many.beforeInitialized.filter(isThreadList).length;
  const refused = many.observed.filter(({ status }) => status === 429).length;
  const times = many.observed.filter(isThreadRead).map(({ at }) => at);
  const peak = Math.max(...times.map((end) => times.filter((at) => at <= end && at > end - WINDOW_MS).length));
  return [
    atMost(`pages of the list before initialized, ${THREADS} threads`, lists, 1),
    atMost('other requests before it, beyond those with 10 threads', others(many) - others(few), 0),
    atMost(`reads of threads in any 10 s of the ${OBSERVED_MS / 1_000} s after it`, peak, BUDGET),
    atMost('requests refused with 429 meanwhile', refused, 0),
    noted('time to initialized', `${many.initializedMs.toFixed(0)} ms`, { measured: many.initializedMs }),
    noted('time to the conversation that is last in the list', `${many.oneThreadMs.toFixed(0)} ms`, {
      measured: many.oneThreadMs,
    }),
  ];
}

const others = ({ beforeInitialized }: Start): number =>
  beforeInitialized.filter((request) => !isThreadList(request)).length;

const isThreadList = ({ path }: LoggedRequest): boolean => path.endsWith('/chat/threads');
/** What counts against the budget of {@link BUDGET}: lists, and reads of one thread. */
const isThreadRead = ({ method, path }: LoggedRequest): boolean =>
  method === 'GET' && /\/chat\/threads(?:\/[^/]+)?$/.test(path);
