import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePage } from '../helper/bundle-page.js';
import { launchChromium } from '../helper/chromium.js';
import { ChaosWorld, type RoundResult } from './chaos-world.js';

const { RETHREAD_CHAOS_SEED: given, RETHREAD_CHAOS_MINUTES: minutes, RETHREAD_CHAOS_PLACE: place } = process.env;
/** In rounds: by then everything has been used, and what is kept for later use is full. */
const WARM_AFTER = 10;
/** In rounds: looking through all memory takes seconds. */
const LOOK_EVERY = 5;
/**
 * How much more may be in use after each round, in bytes, in each page or, without pages, in the process (five apps, the
 * emulator). A round brings each app some 80 messages and 150 requests, so something forgotten for each of either is
 * above it. Below it are what the emulator remembers of each deleted thread, and what the official client leaves behind
 * in a page for each connection (docs/real-time.md).
 */
const MOST_GROWTH = 15_000;

let chromium: { readonly browser: Browser; readonly script: string } | undefined;

beforeAll(async () => {
  // Without a browser, everybody lives in this process.
  if (place === 'node' || !existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium')) return;
  const script = await bundlePage(new URL('chaos.page.ts', import.meta.url));
  chromium = { browser: await launchChromium(), script };
});
afterAll(() => chromium?.browser.close());

function describeViolations({ violations, traces }: RoundResult, seed: number): string {
  const lines = violations.map(({ app, text, label, conversation }) =>
    [app, text, label && `(${label})`, conversation && `in ${conversation}`].filter(Boolean).join(' '),
  );
  const repeat = `Repeat: npm run chaos -- ${place === 'node' ? '--node ' : ''}--seed ${seed}${minutes === undefined ? '' : ' --minutes 0.1'}`;
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
    const looks: { readonly round: number; readonly sizes: Readonly<Record<string, number>> }[] = [];
    const endsAt = performance.now() + Number(minutes) * 60_000;
    try {
      for (let round = 1; performance.now() < endsAt; round++) {
        const seed = first + round - 1;
        const result = await world.play({ seed, durationMs: 20_000, actionsPerSecond: 12, troublesPerSecond: 1.5 });
        print({ round, seed, ...result, traces: undefined });
        expectNone(result, seed);
        if (round % LOOK_EVERY !== 0) continue;
        looks.push({ round, sizes: await world.sizesInUse() });
        print(looks.at(-1));
      }
      const growth = growthOf(looks.filter(({ round }) => round >= WARM_AFTER));
      print(Object.keys(growth).length > 0 ? { growth } : 'memory was not judged: that takes three looks, 20 rounds');
      for (const [where, bytes] of Object.entries(growth)) expect(bytes, where).toBeLessThan(MOST_GROWTH);
    } finally {
      await world.stop();
    }
  });
});

/** In bytes a round, by place: the slope of the line through all looks. None for less than three of them. */
function growthOf(
  looks: readonly { round: number; sizes: Readonly<Record<string, number>> }[],
): Record<string, number> {
  if (looks.length < 3) return {};
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const rounds = looks.map(({ round }) => round);
  const slopeOf = (sizes: readonly number[]): number => {
    const [middle, size] = [mean(rounds), mean(sizes)];
    const spread = mean(rounds.map((round) => (round - middle) ** 2));
    return mean(rounds.map((round, n) => (round - middle) * (sizes[n]! - size))) / spread;
  };
  const places = Object.keys(looks[0]!.sizes);
  return Object.fromEntries(places.map((where) => [where, slopeOf(looks.map(({ sizes }) => sizes[where]!))]));
}

function print(line: unknown): void {
  // eslint-disable-next-line no-console -- whoever asked for a long run watches it
  console.log(JSON.stringify(line));
}
