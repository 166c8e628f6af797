import { setTimeout as delay } from 'node:timers/promises';

/** What is alive, in bytes. Needs `--expose-gc`. */
export async function liveHeap(): Promise<number> {
  // Weak references and finished requests are let go between collections only.
  for (let round = 0; round < 4; round++) {
    await delay(10);
    globalThis.gc!();
  }
  return process.memoryUsage().heapUsed;
}
