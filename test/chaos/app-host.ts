import type { Browser, Page } from 'playwright-core';
import { sizeInUse } from '../helper/heap-snapshot.js';
import { type AppOptions, type AppReport, ChaosApp } from './chaos-app.js';
import type { ChaosPage } from './chaos.page.js';
import type { Action } from './plan.js';
import type { SteppedClock } from './stepped-clock.js';

declare const chaos: ChaosPage;

/** An app somewhere: in this process, or in a page. */
export interface AppHost {
  readonly options: AppOptions;
  start(): Promise<void>;
  begin(threads: readonly string[]): Promise<void>;
  /** Resolves when the app has begun; what becomes of it, the report says. */
  perform(action: Action): Promise<void>;
  breakRefresher(): Promise<void>;
  status(): Promise<{ readonly busy: number; readonly state: string }>;
  report(): Promise<AppReport>;
  /** What was written down, for when the app cannot tell what it shows. */
  logs(): Promise<AppReport>;
  /** Sets the clock of a page; the one of this process is everybody's here. */
  stepClock(ms: number): Promise<void>;
  /** What the app and the library have in memory, in bytes, where the place has a memory of its own. */
  sizeInUse(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** @param newToken gives another token of the user */
export function hostInNode(options: AppOptions, newToken: () => Promise<string>, clock: SteppedClock): AppHost {
  const app = new ChaosApp(options, newToken, clock.wall);
  const done = Promise.resolve();
  return {
    options,
    start: () => app.start(),
    begin: (threads) => (app.begin(threads), done),
    perform: (action) => (void app.perform(action), done),
    breakRefresher: () => (app.breakRefresher(), done),
    status: () => Promise.resolve({ busy: app.busy, state: app.state }),
    report: () => app.report(),
    logs: () => Promise.resolve(app.logs),
    stepClock: () => done,
    sizeInUse: () => Promise.resolve(undefined),
    stop: () => app.stop(),
  };
}

/** @param site any page of the same machine */
export async function hostInPage(
  options: AppOptions,
  newToken: () => Promise<string>,
  { browser, script, site, handleError }: { browser: Browser; script: string; site: string; handleError: (error: Error) => void }, // prettier-ignore
): Promise<AppHost> {
  const page = await browser.newPage();
  page.on('pageerror', handleError);
  await page.exposeFunction('newToken', newToken);
  await page.goto(site);
  await page.addScriptTag({ content: script });
  await page.evaluate((given) => chaos.create(given), options);
  return {
    options,
    start: () => page.evaluate(() => chaos.start()),
    begin: (threads) => page.evaluate((given) => chaos.begin(given), threads),
    // A new client would not know of a copy that the browser made of what the old one sent.
    perform: (action) =>
      page.evaluate((given) => chaos.perform(given), action.kind === 'restart' ? ({ kind: 'renew' } as const) : action),
    breakRefresher: () => page.evaluate(() => chaos.breakRefresher()),
    status: () => page.evaluate(() => chaos.status()),
    report: () => page.evaluate(() => chaos.report()),
    logs: () => page.evaluate(() => chaos.logs()),
    stepClock: (ms) => page.evaluate((given) => chaos.stepClock(given), ms),
    sizeInUse: () => sizeInPage(page),
    async stop() {
      await page.evaluate(() => chaos.stop());
      await page.close();
    },
  };
}

async function sizeInPage(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  return sizeInUse(chunks.join(''), () => false);
}
