/** Sessions in a page, driven by the test next to it. */
import { LoggedSession, type LoggedSessionOptions } from '../helper/logged-session.js';

const sessions: LoggedSession[] = [];

const page = {
  /** @returns the number of the session */
  open: (options: LoggedSessionOptions) => sessions.push(new LoggedSession(options)) - 1,
  start: (id: number) => sessions[id]!.start(),
  pause: (id: number) => sessions[id]!.pause(),
  stop: (id: number) => sessions[id]!.stop(),
  lines: (id: number) => sessions[id]!.lines,
};

export type TransportsPage = typeof page;

Object.assign(globalThis, { transports: page });
