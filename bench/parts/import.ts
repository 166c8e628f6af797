import { runChild } from '../child-process.js';
import type { Part } from '../finding.js';
import { summarize } from '../statistics.js';

const ROUNDS = 21;
const LIMIT_MS = 15;
const SCRIPT = new URL('children/import-time.js', import.meta.url);

/**
 * The first import in a new process, which loads and compiles everything. The library brings the official packages
 * along; in one process after them, it takes what it adds to them.
 */
export const coldImport: Part = {
  name: 'import',
  async run() {
    const measure = (): Promise<{ raw: number; added: number }> => runChild(SCRIPT, undefined, '--expose-gc');
    // Once for the disk cache.
    await measure();
    const rounds: Awaited<ReturnType<typeof measure>>[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
    const added = summarize(rounds.map((round) => round.added));
    const raw = summarize(rounds.map((round) => round.raw));
    const [low, high] = added.quartiles.map((ms) => ms.toFixed(0));
    return [
      {
        what: 'cold import() in Node, processor time',
        budget: `≤ raw + ${LIMIT_MS} ms`,
        measured: `+ ${added.median.toFixed(0)} ms (${low}–${high}); raw ${raw.median.toFixed(0)} ms`,
        isMet: added.median <= LIMIT_MS,
        isForReading: true,
        figures: { added, raw },
      },
    ];
  },
};
