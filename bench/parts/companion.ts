import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { EmulatorProcess } from '../emulator-process.js';
import { type Finding, type Part, ratioAtLeast } from '../finding.js';
import { summarize } from '../statistics.js';

const SCRIPT = fileURLToPath(new URL('children/token-server.js', import.meta.url));
const ROUNDS = 7;
const SECONDS = 3;
const CONNECTIONS = 20;
const IDENTITIES = 50;
const LEAST_RATIO = 0.8;
const LEAST_RATE = 500;

/** Connection tokens in a second: the companion, and a handler that does nothing but the same call to ACS. */
export const companion: Part = {
  name: 'companion',
  async run() {
    const emulator = await EmulatorProcess.start('--loose');
    const servers = await Promise.all([
      startServer('bare', emulator.connectionString),
      startServer('companion', emulator.connectionString),
    ]);
    try {
      const [bare, ours] = servers;
      // Makes the users, and warms up both.
      await loadOf(bare);
      await loadOf(ours);
      const rates = { raw: [] as number[], ours: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        rates.raw.push(await loadOf(bare));
        rates.ours.push(await loadOf(ours));
      }
      const perSecond = (rate: number): string => `${rate.toFixed(0)} per s`;
      return [ratioAtLeast('tokens of the companion', rates, LEAST_RATIO, perSecond), rateFinding(rates.ours)];
    } finally {
      await Promise.all(servers.map(({ stop }) => stop()));
      await emulator.stop();
    }
  },
};

function rateFinding(rates: readonly number[]): Finding {
  const rate = summarize(rates);
  return {
    what: `tokens of one companion, ${CONNECTIONS} at a time`,
    budget: `≥ ${LEAST_RATE} per s`,
    measured: `${rate.median.toFixed(0)} per s (${rate.quartiles.map((value) => value.toFixed(0)).join('–')})`,
    isMet: rate.median >= LEAST_RATE,
    isForReading: true,
    figures: { rate },
  };
}

interface TokenServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function startServer(kind: 'companion' | 'bare', connectionString: string): Promise<TokenServer> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify({ kind, connectionString })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

/** @returns answers per second, all of them good */
async function loadOf({ url }: TokenServer): Promise<number> {
  const requests = Array.from({ length: IDENTITIES }, (_, index) => ({ path: `/token?identity=user${index}` }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of the requests for tokens failed`);
  return result['2xx'] / result.duration;
}
