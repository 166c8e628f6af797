import type { Random } from './random.js';
import { matchesRequest, type LoggedRequest, type RequestFilter } from './request-log.js';

/** What happens to a request. */
export type FaultAction =
  /** Answers with a status; with `afterCommit`, only once the request has had its effect. */
  | { kind: 'answer'; status: number; retryAfterSeconds?: number; afterCommit?: boolean }
  /** Cuts the connection without an answer. */
  | { kind: 'drop'; afterCommit?: boolean }
  /** Waits before the request is looked at; with `afterCommit`, before the answer leaves. */
  | { kind: 'delay'; ms: number; afterCommit?: boolean }
  /** Sends half of the answer's body, then cuts the connection. */
  | { kind: 'truncate' }
  /** Lets the request have its effect and answers with this in place of the body, `application/json` unless told. */
  | { kind: 'garble'; body: string; contentType?: string };

/** An action with the requests it meets. */
export type FaultRule = FaultAction &
  RequestFilter & {
    /** How many requests it meets. Default 1; `Infinity` until removed. */
    times?: number;
    /** The chance that a matching request is met. Default 1; the seed is an option of the emulator. */
    probability?: number;
  };

/** A rule that was added. */
export interface FaultHandle {
  readonly id: number;
  /** How many more requests it will meet. */
  readonly remaining: number;
  remove(): void;
}

/** A rule as a list shows it. */
export type ListedFault = FaultRule & { id: number; remaining: number };

/** The rules in force. */
export interface FaultRules {
  add(rule: FaultRule): FaultHandle;
  list(): ListedFault[];
  clear(): void;
  /** What shall happen to a request: every delay that matches, and the oldest of the other rules. Uses them up. */
  take(request: Pick<LoggedRequest, 'method' | 'path' | 'userId'>): FaultAction[];
}

/** Creates an empty set of rules. */
export function createFaultRules(random: Random): FaultRules {
  let rules: ListedFault[] = [];
  let lastId = 0;
  const remove = (id: number): void => {
    rules = rules.filter((rule) => rule.id !== id);
  };
  const take: FaultRules['take'] = (request) => {
    const taken: FaultRule[] = [];
    for (const rule of rules) {
      if (rule.kind !== 'delay' && taken.some(({ kind }) => kind !== 'delay')) continue;
      if (!matchesRequest(request, rule) || random() >= (rule.probability ?? 1)) continue;
      rule.remaining -= 1;
      taken.push(rule);
    }
    rules = rules.filter(({ remaining }) => remaining > 0);
    return taken;
  };
  return {
    add(rule) {
      lastId += 1;
      const listed: ListedFault = { ...rule, id: lastId, remaining: rule.times ?? 1 };
      rules.push(listed);
      return {
        id: listed.id,
        get remaining() {
          return listed.remaining;
        },
        remove: () => remove(listed.id),
      };
    },
    list: () => rules.map((rule) => ({ ...rule })),
    clear() {
      rules = [];
    },
    take,
  };
}
