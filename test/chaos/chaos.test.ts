import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePage } from '../helper/bundle-page.js';
import { launchChromium } from '../helper/chromium.js';
import { ChaosWorld, type RoundResult } from './chaos-world.js';

const { RETHREAD_CHAOS_SEED: given, RETHREAD_CHAOS_MINUTES: minutes } = process.env;
/** In rounds: by then everything has been used once. */
const WARM_AFTER = 5;

let chromium: { readonly browser: Browser; readonly script: string } | undefined;

beforeAll(async () => {
  // Without a browser, everybody lives in this process.
  if (!existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium')) return;
  const script = await bundlePage(new URL('chaos.page.ts', import.meta.url));
  chromium = { browser: await launchChromium(), script };
});
afterAll(() => chromium?.browser.close());

function describeViolations({ violations, traces }: RoundResult, seed: number): string {
  const lines = violations.map(({ app, text, label, conversation }) =>
    [app, text, label && `(${label})`, conversation && `in ${conversation}`].filter(Boolean).join(' '),
  );
  const repeat = `Repeat: npm run chaos -- --seed ${seed}${minutes === undefined ? '' : ' --minutes 0.1'}`;
  return [`seed ${seed}: ${violations.length} violations`, ...lines.slice(0, 20), ...traces, repeat].join('\n');
}

function expectNone(result: RoundResult, seed: number): void {
  if (result.violations.length > 0) expect.fail(describeViolations(result, seed));
}

/** What keeps a process alive: timers and sockets. */
const countResources = (kind: 'Timeout' | 'TCPSocketWrap'): number =>
  process.getActiveResourcesInfo().filter((each) => each === kind).length;

describe.runIf(minutes === undefined)('chaos', () => {
  // The same ones each time: `npm run chaos` is for others.
  const seeds = given === undefined ? [1, 2, 4] : [Number(given)];

  it.each(seeds)('everybody agrees with the service in the end, and leaves nothing behind, seed %i', async (seed) => {
    const before = { timers: countResources('Timeout'), sockets: countResources('TCPSocketWrap') };
    const world = await ChaosWorld.start({ seed, browser: chromium });
    try {
      expectNone(await world.play({ seed, durationMs: 6_000, actionsPerSecond: 12, troublesPerSecond: 1.5 }), seed);
    } finally {
      await world.stop();
    }
    // Asked again without a timer of one's own under way; sockets take a moment to close.
    const isQuiet = (): boolean =>
      countResources('Timeout') <= before.timers && countResources('TCPSocketWrap') <= before.sockets;
    for (let attempt = 0; attempt < 100 && !isQuiet(); attempt++) await sleep(100);
    expect(process.getActiveResourcesInfo()).toSatisfy(isQuiet);
  });

  it.runIf(given === undefined)('also where the service keeps to its rates', async () => {
    const world = await ChaosWorld.start({ seed: 3, browser: chromium, rateLimits: true });
    try {
      expectNone(await world.play({ seed: 3, durationMs: 6_000, actionsPerSecond: 4, troublesPerSecond: 1 }), 3);
    } finally {
      await world.stop();
    }
  });
});

describe.runIf(minutes !== undefined)('chaos for long', () => {
  it('everybody agrees with the service after each round, and memory stays flat', async () => {
    const first = given === undefined ? Math.floor(Math.random() * 1e9) : Number(given);
    const world = await ChaosWorld.start({ seed: first, browser: chromium });
    const heaps: number[] = [];
    const endsAt = performance.now() + Number(minutes) * 60_000;
    try {
      for (let seed = first; performance.now() < endsAt; seed++) {
        const result = await world.play({ seed, durationMs: 20_000, actionsPerSecond: 12, troublesPerSecond: 1.5 });
        heaps.push(heapMb());
        // eslint-disable-next-line no-console -- whoever asked for a long run watches it
        console.log(JSON.stringify({ seed, ...result, traces: undefined, heap: heaps.at(-1), pages: await pagesMb(world) })); // prettier-ignore
        expectNone(result, seed);
      }
      // Of this process; those of the pages are written down, not judged.
      const warm = heaps[WARM_AFTER - 1];
      if (warm !== undefined) expect(heaps.at(-1)).toBeLessThan(warm * 1.15);
    } finally {
      await world.stop();
    }
  });
});

function heapMb(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}

async function pagesMb({ hosts }: ChaosWorld): Promise<number[]> {
  const sizes = await Promise.all(hosts.map((host) => host.heapSize()));
  return sizes.filter((size) => size !== undefined).map((size) => size / 1e6);
}
