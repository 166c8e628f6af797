import { runChild } from '../child-process.js';
import type { Part } from '../finding.js';
import { summarize } from '../statistics.js';

const ROUNDS = 15;
const LIMIT_MS = 15;
const SCRIPT = new URL('children/import-time.js', import.meta.url);
/** An app without the library makes its own credential. */
const RAW = ['@azure/communication-chat', '@azure/communication-common'];

/** The first import in a new process, which loads and compiles everything. */
export const coldImport: Part = {
  name: 'import',
  async run() {
    const [raw, ours]: [number[], number[]] = [[], []];
    // Once for the disk cache.
    for (const packages of [RAW, ['rethread']]) await runChild(SCRIPT, packages);
    for (let round = 0; round < ROUNDS; round++) {
      raw.push(await runChild<number>(SCRIPT, RAW));
      ours.push(await runChild<number>(SCRIPT, ['rethread']));
    }
    const difference = summarize(ours.map((ms, round) => ms - raw[round]!));
    const [low, high] = difference.quartiles.map((ms) => ms.toFixed(0));
    const [rawSummary, oursSummary] = [summarize(raw), summarize(ours)];
    const absolute = `${oursSummary.median.toFixed(0)} ms / ${rawSummary.median.toFixed(0)} ms`;
    return [
      {
        what: 'cold import() in Node',
        budget: `≤ raw + ${LIMIT_MS} ms`,
        measured: `+ ${difference.median.toFixed(0)} ms (${low}–${high}); ${absolute}`,
        isMet: difference.median <= LIMIT_MS,
        figures: { difference, raw: rawSummary, ours: oursSummary },
      },
    ];
  },
};
