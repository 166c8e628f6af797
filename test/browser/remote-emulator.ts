import { inject } from 'vitest';
import type {
  Emulator,
  EmulatorOptions,
  FaultRule,
  Faults,
  IssuedToken,
  LoggedRequest,
  PushFaults,
  RequestFilter,
  RequestLog,
  UserFaultKind,
  UserFaultOptions,
  UserFaultResults,
} from '../../src/emulator/index.js';
import type {} from './emulator-host.js';

/** What can be asked of an emulator over HTTP, in the words of {@link Emulator}. */
export interface RemoteEmulator extends Pick<
  Emulator,
  'endpoint' | 'connectionString' | 'requests' | 'createUser' | 'issueToken' | 'fault' | 'stop'
> {
  readonly clock: Pick<Emulator['clock'], 'advance'>;
  readonly faults: Pick<Faults, 'clear'> & { add(rule: FaultRule): void; readonly push: Omit<PushFaults, 'clear'> };
}

/** Asks for something, and for an answer that has the type that the caller knows. */
type Ask = (method: string, path: string, body?: object) => unknown;

/**
 * Stands in for `startEmulator` where a test runs in a page: the emulator runs in Node (`emulator-host.ts`), and its
 * `/_emulator/` does what a test wants. The page stands still until it has the answer, so that a call has had its effect
 * when it returns, as in Node.
 */
export function startEmulator(options: EmulatorOptions = {}): Promise<RemoteEmulator> {
  const host = inject('emulatorHost');
  const started = ask('POST', host, options) as Pick<Emulator, 'endpoint' | 'connectionString'>;
  const { endpoint } = started;
  const control: Ask = (method, path, body) => ask(method, `${endpoint}/_emulator/${path}`, body);
  const addFault = (kind: string, fields: object): unknown => control('POST', 'faults', { kind, ...fields });
  return Promise.resolve({
    ...started,
    clock: { advance: (advanceMs) => void control('POST', 'clock', { advanceMs }) },
    requests: requestsOf(control),
    faults: {
      add: (rule) => void addFault(rule.kind, toWire(rule)),
      clear: () => void control('DELETE', 'faults'),
      push: pushOf(addFault),
    },
    createUser: () => promise(() => control('POST', 'users') as { userId: string; token: string }),
    issueToken: (userId, scopes) => promise(() => control('POST', 'tokens', { userId, scopes }) as IssuedToken),
    fault: <Kind extends UserFaultKind>(kind: Kind, fields: UserFaultOptions[Kind]) =>
      promise(() => addFault(kind, fields) as UserFaultResults[Kind]),
    stop: () => promise(() => void ask('DELETE', `${host}?${new URLSearchParams({ endpoint })}`)),
  });
}

function requestsOf(control: Ask): RequestLog {
  const list = (filter: RequestFilter = {}): LoggedRequest[] => {
    const query = new URLSearchParams(toWire(filter) as Record<string, string>);
    return (control('GET', `requests?${query}`) as { requests: LoggedRequest[] }).requests;
  };
  return { list, count: (filter) => list(filter).length, clear: () => void control('DELETE', 'requests') };
}

function pushOf(addFault: (kind: string, fields: object) => unknown): RemoteEmulator['faults']['push'] {
  const add =
    (kind: string) =>
    (count: number, filter?: Parameters<PushFaults['loseNext']>[1]): void =>
      void addFault(kind, { count, ...filter });
  return {
    loseNext: add('losePushes'),
    duplicateNext: add('duplicatePushes'),
    reorderNext: add('reorderPushes'),
    garbleNext: (count, body, filter) => void addFault('garblePushes', { count, body, ...filter }),
    delayNext: (count, ms, filter) => void addFault('delayPushes', { count, ms, ...filter }),
  };
}

/** JSON has neither regular expressions nor infinity. */
function toWire(fields: RequestFilter & { times?: number }): object {
  const { path, times, ...rest } = fields;
  return {
    ...rest,
    ...(path && { path: path.source }),
    ...(times !== undefined && { times: Math.min(times, Number.MAX_SAFE_INTEGER) }),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- what it throws becomes the rejection
async function promise<T>(act: () => T): Promise<T> {
  return act();
}

/** @throws Error when the answer is not a success. */
function ask(method: string, url: string, body?: object): unknown {
  const request = new XMLHttpRequest();
  request.open(method, url, false);
  if (body) request.setRequestHeader('Content-Type', 'application/json');
  request.send(body && JSON.stringify(body));
  if (request.status >= 300) throw new Error(`${method} ${url} was answered with ${request.status}`);
  return request.responseText === '' ? undefined : JSON.parse(request.responseText);
}
