import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapSnapshot } from 'node:v8';
import type { ChatClient } from '@azure/communication-chat';
import type { Browser } from 'playwright-core';
import { type Emulator, startEmulator } from '../../src/emulator/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import { createChatClient } from '../contract/rest/rest-fixture.js';
import { sizeInUse } from '../helper/heap-snapshot.js';
import { type AppHost, hostInNode, hostInPage } from './app-host.js';
import type { AppOptions, AppReport } from './chaos-app.js';
import { findViolations, type Violation } from './find-violations.js';
import { makeTrouble } from './make-trouble.js';
import { createPlan, type PlanOptions, THREADS } from './plan.js';
import { readTruth } from './service-truth.js';
import { SteppedClock } from './stepped-clock.js';
import { traceOf } from './trace.js';

export interface WorldOptions {
  readonly seed: number;
  /** Whether the emulator keeps the service's published rates. */
  readonly rateLimits?: boolean;
  /** Where two of the clients live, unless there is none. */
  readonly browser?: { readonly browser: Browser; readonly script: string } | undefined;
}

export interface RoundOptions extends Pick<PlanOptions, 'durationMs' | 'actionsPerSecond' | 'troublesPerSecond'> {
  readonly seed: number;
}

/** What a round came to. */
export interface RoundResult {
  readonly actions: number;
  readonly troubles: number;
  readonly messages: number;
  readonly requests: number;
  readonly events: number;
  /** From the end of the plan until everybody agreed, in milliseconds. */
  readonly settledAfterMs: number;
  readonly violations: readonly Violation[];
  /** What happened around some of them. */
  readonly traces: readonly string[];
}

const CLIENTS = [
  { name: 'ann', realtime: 'push', inPage: false },
  { name: 'ben', realtime: 'polling', inPage: false },
  { name: 'cat', realtime: 'auto', inPage: true },
  { name: 'dan', realtime: 'auto', inPage: false },
  { name: 'eve', realtime: 'polling', inPage: true },
] as const;
const NAMES = CLIENTS.map(({ name }) => name);

/** How long it may take until everything that was asked for has an outcome, and then until everybody agrees. */
const PATIENCE_MS = 150_000;
const LAST_REQUESTS_MS = 5_000;
/** Of these Node keeps the last 250. */
const OF_NODE = 'PerformanceResourceTiming';

/** The emulator, five apps, and what goes on between them. */
export class ChaosWorld {
  readonly #clock = new SteppedClock();
  readonly #userIds = new Map<string, string>();
  readonly #readers: { name: string; client: ChatClient }[] = [];
  readonly #stray: Error[] = [];
  readonly #noteStray = (error: unknown): void => void this.#stray.push(error as Error);
  /** When the service's clock was set, by the wall clock, and by how much. */
  readonly #serviceSteps: { at: number; ms: number }[] = [];
  #hosts: AppHost[] = [];
  #site: Server | undefined;

  private constructor(readonly emulator: Emulator) {}

  static async start({ seed, rateLimits = false, browser }: WorldOptions): Promise<ChaosWorld> {
    const wall = globalThis.Date;
    const world = new ChaosWorld(await startEmulator({ rateLimits, seed, clock: { now: () => wall.now() } }));
    process.on('unhandledRejection', world.#noteStray);
    world.#clock.install();
    const { emulator } = world;
    for (const { name } of CLIENTS) {
      const { userId, token } = await emulator.createUser();
      world.#userIds.set(name, userId);
      world.#readers.push({ name, client: createChatClient(emulator.endpoint, token) });
    }
    world.#hosts = await Promise.all(CLIENTS.map((client) => world.#host(client, browser)));
    await Promise.all(world.#hosts.map((host) => host.start()));
    return world;
  }

  get hosts(): readonly AppHost[] {
    return this.#hosts;
  }

  /** Three new threads; everybody does what the plan says; then everybody has to agree. */
  async play({ seed, ...options }: RoundOptions): Promise<RoundResult> {
    await this.#renewReaders();
    const threads = await this.#openThreads();
    const since = this.#clock.wall();
    const plan = createPlan({ seed, clients: CLIENTS.length, ...options });
    const troubles = await this.#run(plan, since);
    const endedAt = this.#clock.wall();
    await this.#renewReaders();
    const { reports, violations, messages } = await this.#settle(threads, since);
    const requests = this.emulator.requests
      .list()
      .map((request) => ({ ...request, name: this.#nameOf(request.userId ?? ''), at: this.#toWall(request.at) }))
      // Later ones are those of the check itself.
      .filter(({ at }) => at < endedAt + LAST_REQUESTS_MS);
    const facts = { reports, requests, troubles, since };
    const result = {
      actions: plan.length - troubles.length,
      troubles: troubles.length,
      messages,
      requests: requests.length,
      events: reports.reduce((sum, { log }) => sum + log.length, 0),
      settledAfterMs: this.#clock.wall() - endedAt,
      violations,
      traces: oneOfEachKind(violations).map((violation) => `${violation.text}\n${traceOf(violation, facts)}`),
    };
    // After a violation nothing is as it should be.
    if (violations.length === 0) await this.#closeThreads(threads);
    this.emulator.requests.clear();
    return result;
  }

  /**
   * What is in memory between two rounds, by where it is, in bytes: the apps have no conversations then. Not of this
   * process when it drives pages, too: Playwright keeps records of each request, socket and message of theirs in it.
   */
  async sizesInUse(): Promise<Readonly<Record<string, number>>> {
    const sizes: Record<string, number> = {};
    for (const host of this.#hosts) {
      await host.begin([]);
      const size = await host.sizeInUse();
      if (size !== undefined) sizes[host.options.name] = size;
    }
    if (!this.#site) sizes['Node'] = sizeInUse(await text(getHeapSnapshot()), (name) => name === OF_NODE);
    return sizes;
  }

  async stop(): Promise<void> {
    this.emulator.faults.clear();
    await Promise.all(this.#hosts.map((host) => host.stop()));
    this.#site?.close();
    await this.emulator.stop();
    this.#clock.uninstall();
    process.off('unhandledRejection', this.#noteStray);
  }

  async #host(
    { name, realtime, inPage }: (typeof CLIENTS)[number],
    browser: WorldOptions['browser'],
  ): Promise<AppHost> {
    const token = await this.#newToken(name);
    const identities = Object.fromEntries(this.#userIds);
    const place = inPage && browser ? 'Chromium' : 'Node';
    const options: AppOptions = { name, place, connectionToken: token, names: NAMES, identities, realtime };
    const newToken = (): Promise<string> => this.#newToken(name);
    if (!inPage || !browser) return hostInNode(options, newToken, this.#clock);
    const site = await this.#startSite();
    return hostInPage(options, newToken, { ...browser, site, handleError: this.#noteStray });
  }

  async #startSite(): Promise<string> {
    this.#site ??= createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html>');
    }).listen(0, '127.0.0.1');
    if (!this.#site.listening) await new Promise((resolve) => this.#site?.once('listening', resolve));
    return `http://127.0.0.1:${(this.#site.address() as AddressInfo).port}/`;
  }

  async #newToken(name: string): Promise<string> {
    const userId = this.#userIds.get(name)!;
    const { token } = await this.emulator.issueToken(userId);
    return encodeConnectionToken({ endpoint: this.emulator.endpoint, token, identity: name, userId });
  }

  /** Their tokens end with everybody's. */
  async #renewReaders(): Promise<void> {
    for (const reader of this.#readers) {
      const { token } = await this.emulator.issueToken(this.#userIds.get(reader.name)!);
      reader.client = createChatClient(this.emulator.endpoint, token);
    }
  }

  async #openThreads(): Promise<string[]> {
    const participants = [...this.#userIds.values()].map((communicationUserId) => ({ id: { communicationUserId } }));
    const threads: string[] = [];
    for (const { client } of this.#readers.slice(0, THREADS)) {
      const { chatThread } = await client.createChatThread({ topic: 'first name' }, { participants });
      threads.push(chatThread!.id);
    }
    await Promise.all(this.#hosts.map((host) => host.begin(threads)));
    await this.#until('everybody is in the new threads', (reports) =>
      reports.every(({ conversations }) => threads.every((id) => conversations.some(({ sid }) => sid === id))),
    );
    return threads;
  }

  async #closeThreads(threads: readonly string[]): Promise<void> {
    for (const [n, id] of threads.entries()) await this.#readers[n]!.client.deleteChatThread(id);
    await this.#until('nobody is in the old threads', (reports) =>
      reports.every(({ conversations }) => conversations.length === 0),
    );
  }

  async #run(plan: ReturnType<typeof createPlan>, since: number): Promise<{ at: number; text: string }[]> {
    const troubles: { at: number; text: string }[] = [];
    const timers = new Set<NodeJS.Timeout>();
    const context = {
      emulator: this.emulator,
      hosts: this.#hosts,
      userIdOf: (client: number) => this.#userIds.get(NAMES[client]!)!,
      later: (ms: number, action: () => void) => void timers.add(setTimeout(action, ms)),
      stepClientClocks: (ms: number) => {
        this.#clock.step(ms);
        for (const host of this.#hosts) void host.stepClock(ms);
      },
      stepServiceClock: (ms: number) => {
        this.#serviceSteps.push({ at: this.#clock.wall(), ms });
        this.emulator.clock.advance(ms);
      },
    };
    for (const step of plan) {
      await sleep(Math.max(0, since + step.atMs - this.#clock.wall()));
      if ('action' in step) void this.#hosts[step.client]!.perform(step.action);
      else {
        troubles.push({ at: this.#clock.wall(), text: JSON.stringify(step.trouble) });
        makeTrouble(step.trouble, context);
      }
    }
    for (const timer of timers) clearTimeout(timer);
    this.emulator.faults.clear();
    return troubles;
  }

  /** Lets what was begun come to its end, then reconnects everybody: from here on, everything has to agree. */
  async #settle(threads: readonly string[], since: number) {
    const deadline = this.#clock.wall() + PATIENCE_MS;
    const late = await this.#untilIdle(deadline);
    if (late.length > 0) {
      const reports = await Promise.all(this.#hosts.map((host) => host.logs()));
      return { reports, violations: late, messages: 0 };
    }
    this.emulator.faults.dropSockets();
    const find = async () => {
      const truth = await readTruth(this.#readers, threads, (userId) => this.#nameOf(userId));
      const reports = await this.#reports();
      const found = findViolations({ reports, truth, since, toServiceTime: (wall) => this.#toServiceTime(wall) });
      const stray = this.#stray.map((error) => ({ text: `nobody handled ${error.stack ?? String(error)}` }));
      const messages = truth.threads.reduce((sum, thread) => sum + thread.messages.length, 0);
      return { reports, violations: [...stray, ...found], messages };
    };
    const patientUntil = this.#clock.wall() + 45_000;
    let result = await find();
    while (result.violations.length > 0 && this.#clock.wall() < patientUntil) {
      await sleep(500);
      result = await find();
    }
    if (result.violations.length > 0) return result;
    // Nothing may happen any more that has not happened by now.
    this.emulator.faults.dropSockets();
    await sleep(1_000);
    return find();
  }

  /** @returns who does not come to an end */
  async #untilIdle(deadline: number): Promise<Violation[]> {
    for (;;) {
      const all = await Promise.all(this.#hosts.map(async (host) => ({ host, ...(await host.status()) })));
      const late = all.filter(({ busy, state }) => busy > 0 || state !== 'connected');
      if (late.length === 0) return [];
      if (this.#clock.wall() > deadline)
        return late.map(({ host, busy, state }) => ({
          app: host.options.name,
          text: `still busy with ${busy} things, and ${state}`,
        }));
      await sleep(100);
    }
  }

  async #until(what: string, isSo: (reports: readonly AppReport[]) => boolean): Promise<void> {
    const deadline = this.#clock.wall() + PATIENCE_MS;
    while (!isSo(await this.#reports())) {
      if (this.#clock.wall() > deadline) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
      await sleep(100);
    }
  }

  /** Apps that cannot tell at the moment are asked again. */
  async #reports(): Promise<AppReport[]> {
    const reports: AppReport[] = [];
    for (const host of this.#hosts) {
      for (let attempt = 1; ; attempt++) {
        try {
          reports.push(await host.report());
          break;
        } catch (error) {
          // A conversation may be gone before it was read.
          if (attempt > 20) throw error;
          await sleep(100);
        }
      }
    }
    return reports;
  }

  #nameOf(userId: string): string {
    return [...this.#userIds].find(([, id]) => id === userId)?.[0] ?? userId;
  }

  #toServiceTime(wall: number): number {
    return this.#serviceSteps.reduce((time, { at, ms }) => (at <= wall ? time + ms : time), wall);
  }

  #toWall(serviceTime: number): number {
    let offset = 0;
    for (const { at, ms } of this.#serviceSteps) if (at + offset + ms <= serviceTime) offset += ms;
    return serviceTime - offset;
  }
}

/** The first of those that differ in their beginning, three at most. */
function oneOfEachKind(violations: readonly Violation[]): Violation[] {
  const kinds = new Map<string, Violation>();
  for (const violation of violations) {
    const kind = violation.text.split(' ').slice(0, 2).join(' ');
    if (!kinds.has(kind)) kinds.set(kind, violation);
  }
  return [...kinds.values()].slice(0, 3);
}
