import { runChild } from '../child-process.js';
import type { HeapInput } from '../children/retained-heap.js';
import { type BenchUser, EmulatorProcess } from '../emulator-process.js';
import { type Part, ratioAtMost } from '../finding.js';
import { history } from '../histories.js';

const ROUNDS = 3;
const THREADS = 100;
const MESSAGES = 1_000;
const LIMIT = 1.5;
const SCRIPT = new URL('children/retained-heap.js', import.meta.url);

interface Owner {
  readonly user: BenchUser;
  readonly threadIds: readonly string[];
}

/** What all messages of many threads cost in memory, beyond what the same threads cost without any. */
export const memory: Part = {
  name: 'memory',
  async run() {
    const emulator = await EmulatorProcess.start('--loose');
    try {
      const full = await createOwner(emulator, MESSAGES);
      const empty = await createOwner(emulator, 0);
      const sides = { raw: [] as number[], ours: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        for (const side of ['raw', 'ours'] as const) sides[side].push(await measure(side, full, empty));
      }
      const what = `heap held by ${THREADS} × ${MESSAGES} messages`;
      return [ratioAtMost(what, sides, LIMIT, (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`)];
    } finally {
      await emulator.stop();
    }
  },
};

async function createOwner(emulator: EmulatorProcess, messages: number): Promise<Owner> {
  const [user, other] = [await emulator.createUser('owner'), await emulator.createUser('other')];
  const participants = [user.userId, other.userId];
  const threadIds: string[] = [];
  for (let number = 0; number < THREADS; number++) {
    const seed = { topic: `Thread ${number}`, participants, messages: history(messages, [user, other]) };
    threadIds.push(await emulator.seedThread(seed));
  }
  return { user, threadIds };
}

async function measure(side: HeapInput['side'], full: Owner, empty: Owner): Promise<number> {
  const heapOf = (owner: Owner) =>
    runChild<{ bytes: number; messages: number }>(SCRIPT, { side, ...owner }, '--expose-gc');
  const [withMessages, without] = [await heapOf(full), await heapOf(empty)];
  if (withMessages.messages !== THREADS * MESSAGES) throw new Error(`${side} read ${withMessages.messages} messages`);
  return withMessages.bytes - without.bytes;
}
