import type { FaultHandle, FaultRule, FaultRules, ListedFault } from './fault-rules.js';
import type { PushFaults, RealtimeChannel } from './realtime/index.js';
import { filterFor } from './socket-filter.js';
import type { UserFaults } from './user-faults.js';

/** Deliberate trouble, for tests of what a client does about it. Without `userId`, a call means everybody. */
export interface Faults {
  /** Lets something happen to requests. */
  add(rule: FaultRule): FaultHandle;
  /** The rules in force, oldest first. */
  list(): ListedFault[];
  /** Ends all trouble: rules, push faults, frozen sockets, refused connections, cut users. Ended tokens stay ended. */
  clear(): void;
  /** Cuts push connections as a network failure would; returns how many. */
  dropSockets(userId?: string): number;
  /** Keeps push connections open but silent. */
  freezeSockets(userId?: string): void;
  /** Ends a freeze; what would have been sent meanwhile is lost. */
  thawSockets(userId?: string): void;
  /** Answers new push connections with `status`, 503 unless told. */
  refuseConnections(userId?: string, status?: number): void;
  /** Refuses WebSockets, as a proxy on the way may; what is there already goes on. */
  refuseUpgrades(userId?: string): void;
  /** Ends a refusal. */
  acceptConnections(userId?: string): void;
  /** Loses, duplicates, delays, reorders or garbles pushes. */
  readonly push: PushFaults;
}

/** Gathers what can go wrong in one place; trouble with sockets and pushes is the push channel's business. */
export function createFaults(rules: FaultRules, userFaults: UserFaults, realtime: RealtimeChannel): Faults {
  return {
    add: (rule) => rules.add(rule),
    list: () => rules.list(),
    clear() {
      rules.clear();
      userFaults.clear();
      realtime.pushFaults.clear();
      realtime.thawSockets();
      realtime.acceptConnections();
    },
    dropSockets: (userId) => realtime.dropSockets(filterFor(userId)),
    freezeSockets: (userId) => realtime.freezeSockets(filterFor(userId)),
    thawSockets: (userId) => realtime.thawSockets(filterFor(userId)),
    refuseConnections: (userId, status) => realtime.refuseConnections(filterFor(userId), status),
    refuseUpgrades: (userId) => realtime.refuseUpgrades(filterFor(userId)),
    acceptConnections: (userId) => realtime.acceptConnections(filterFor(userId)),
    push: realtime.pushFaults,
  };
}
