/** An app in a page, told what to do by the test next to it. */
import { type AppOptions, ChaosApp } from './chaos-app.js';
import type { Action } from './plan.js';
import { SteppedClock } from './stepped-clock.js';

declare const newToken: () => Promise<string>;

const clock = new SteppedClock();
clock.install();
let app!: ChaosApp;

const page = {
  create: (options: AppOptions) => void (app = new ChaosApp(options, newToken, clock.wall)),
  start: () => app.start(),
  begin: (threads: readonly string[]) => app.begin(threads),
  // Nobody waits for the end of it: the app writes it down.
  perform: (action: Action) => void app.perform(action),
  breakRefresher: () => app.breakRefresher(),
  status: () => ({ busy: app.busy, state: app.state }),
  report: () => app.report(),
  logs: () => app.logs,
  stop: () => app.stop(),
  stepClock: (ms: number) => clock.step(ms),
};

export type ChaosPage = typeof page;

Object.assign(globalThis, { chaos: page });
