import { runChild } from '../child-process.js';
import type { PagingInput, PagingStep } from '../children/paged-heap.js';
import { EmulatorProcess } from '../emulator-process.js';
import { type Finding, noted, type Part } from '../finding.js';
import { history } from '../histories.js';
import { quantile } from '../statistics.js';

const MESSAGES = 50_000;
const PAGE_SIZE = 100;
const PAGES_PER_STEP = 25;
/** How much more a page may cost at the end than at the beginning. */
const LIMIT = 1.1;
const SCRIPT = new URL('children/paged-heap.js', import.meta.url);

/** A long thread from its end to its beginning, by an app that keeps no page. */
export const paging: Part = {
  name: 'paging',
  async run() {
    const emulator = await EmulatorProcess.start('--loose');
    try {
      const user = await emulator.createUser('reader');
      const messages = history(MESSAGES, [user]);
      const threadId = await emulator.seedThread({ topic: 'Long', participants: [user.userId], messages });
      const page = (side: PagingInput['side']): Promise<PagingStep[]> => {
        const input: PagingInput = { side, user, threadId, pageSize: PAGE_SIZE, pagesPerStep: PAGES_PER_STEP };
        return runChild(SCRIPT, input, '--expose-gc');
      };
      return describe(await page('raw'), await page('ours'));
    } finally {
      await emulator.stop();
    }
  },
};

function describe(raw: readonly PagingStep[], ours: readonly PagingStep[]): Finding[] {
  const read = ours.at(-1)!.messages;
  const growth = perStep(ours);
  const third = Math.floor(growth.length / 3);
  // Middle values, because tables inside the engine double in size from time to time.
  const [early, late] = [quantile(growth.slice(0, third), 0.5), quantile(growth.slice(-third), 0.5)];
  const pagesIn = (bytes: number): number => bytes / PAGES_PER_STEP / 1_024;
  const held = { ours: heldPerMessage(ours), raw: heldPerMessage(raw) };
  const msPerPage = (steps: readonly PagingStep[]): number =>
    quantile(
      steps.map(({ ms }) => ms),
      0.5,
    ) / PAGES_PER_STEP;
  return [
    {
      what: 'messages of a long thread that paging back reaches',
      budget: String(MESSAGES),
      measured: String(read),
      isMet: read === MESSAGES,
      figures: { measured: read },
    },
    {
      what: 'memory of a page at the end ÷ at the beginning of it',
      budget: `≤ ${LIMIT.toFixed(2)}`,
      measured: `${(late / early).toFixed(2)}; ${pagesIn(late).toFixed(0)} KiB / ${pagesIn(early).toFixed(0)} KiB`,
      isMet: late / early <= LIMIT,
      figures: { ratio: late / early, late, early },
    },
    noted('kept of each message that the app let go of', `${held.ours.toFixed(0)} B / ${held.raw.toFixed(0)} B`, held),
    noted(`time of a page of ${PAGE_SIZE}`, `${msPerPage(ours).toFixed(1)} ms / ${msPerPage(raw).toFixed(1)} ms`, {
      ours: msPerPage(ours),
      raw: msPerPage(raw),
    }),
  ];
}

/** How many bytes the heap grew by in each step. */
function perStep(steps: readonly PagingStep[]): number[] {
  return steps.slice(1).map(({ bytes }, step) => bytes - steps[step]!.bytes);
}

function heldPerMessage(steps: readonly PagingStep[]): number {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  return (last.bytes - first.bytes) / (last.messages - first.messages);
}
