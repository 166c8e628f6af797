import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import { BriskSocket } from './brisk-socket.js';
import { FetchXhr } from './fetch-xhr.js';
import { idleTimers } from './idle-timers.js';
import { fetchWhileRunning } from './process-hold.js';

/** What the signaling package's client is made with, and made for. */
export type SignalingClientClass = new (credential: unknown, logger: unknown, options: unknown) => object;

export interface SignalingPackage {
  readonly SignalingClient: SignalingClientClass;
  readonly logger: unknown;
}

let loaded: SignalingPackage | undefined;

/**
 * The signaling package of the official client, seeing a browser where there is none. Its parts for the browser are
 * found through `Function('return this')()` and through names that are free in its file: here all of them are parameters
 * of a function around the file, so that nothing is put on the real global object, where other packages would see it.
 *
 * @throws Error when there is no such package or it is not as expected.
 */
export function signalingPackage(): SignalingPackage {
  return (loaded ??= load());
}

function load(): SignalingPackage {
  // A dependency of the chat package, not of ours: another place may hold none or another one.
  const chatFile = createRequire(import.meta.url).resolve('@azure/communication-chat');
  const file = createRequire(chatFile).resolve('@azure/communication-signaling');
  const requireThere = createRequire(file);
  const { CommunicationSignalingClient: SignalingClient } = run(file, requireThere) as Partial<Record<string, unknown>>;
  if (typeof SignalingClient !== 'function') throw new Error('@azure/communication-signaling has no client');
  const { createClientLogger } = requireThere('@azure/logger') as { createClientLogger: (name: string) => unknown };
  return { SignalingClient: SignalingClient as SignalingClientClass, logger: createClientLogger('communication-chat') };
}

function run(file: string, requireThere: NodeJS.Require): unknown {
  const module = { exports: {} };
  const scope: Record<string, unknown> = {
    module,
    exports: module.exports,
    require: requireThere,
    __filename: file,
    __dirname: dirname(file),
    ...privateGlobals(),
  };
  const body = compileFunction(readFileSync(file, 'utf8'), Object.keys(scope), { filename: file });
  (body as (...values: unknown[]) => void)(...Object.values(scope));
  return module.exports;
}

function privateGlobals(): Record<string, unknown> {
  const shared = { XMLHttpRequest: FetchXhr, WebSocket: BriskSocket, fetch: fetchWhileRunning, ...idleTimers };
  // An empty address: no server has the page's host and port, which do not exist.
  const global = { ...shared, location: {} };
  const absent = { window: undefined, document: undefined, navigator: undefined, self: undefined, location: undefined };
  return { ...shared, ...absent, Function: () => () => global };
}
