import {
  createFaultRules,
  type FaultHandle,
  type FaultRule,
  type FaultRules,
  type ListedFault,
} from './fault-rules.js';
import type { Random } from './random.js';
import type { PushFaults, RealtimeChannel, SocketFilter } from './realtime/index.js';

/** Deliberate trouble, for tests of what a client does about it. Without `userId`, a call means everybody. */
export interface Faults {
  /** Lets something happen to requests. */
  add(rule: FaultRule): FaultHandle;
  /** The rules in force, oldest first. */
  list(): ListedFault[];
  /** Ends all trouble: rules, push faults, frozen sockets, refused connections. */
  clear(): void;
  /** Cuts push connections as a network failure would; returns how many. */
  dropSockets(userId?: string): number;
  /** Keeps push connections open but silent. */
  freezeSockets(userId?: string): void;
  /** Ends a freeze; what would have been sent meanwhile is lost. */
  thawSockets(userId?: string): void;
  /** Answers new push connections with `status`, 503 unless told. */
  refuseConnections(userId?: string, status?: number): void;
  /** Ends a refusal. */
  acceptConnections(userId?: string): void;
  /** Loses, duplicates, delays or reorders pushes. */
  readonly push: PushFaults;
}

/** The faults as the server uses them. */
export interface FaultRegistry extends Faults {
  readonly rules: FaultRules;
}

/** Creates the registry; socket trouble is the push channel's business. */
export function createFaultRegistry(realtime: RealtimeChannel, random: Random): FaultRegistry {
  const rules = createFaultRules(random);
  return {
    rules,
    add: (rule) => rules.add(rule),
    list: () => rules.list(),
    clear() {
      rules.clear();
      realtime.pushFaults.clear();
      realtime.thawSockets();
      realtime.acceptConnections();
    },
    dropSockets: (userId) => realtime.dropSockets(filterFor(userId)),
    freezeSockets: (userId) => realtime.freezeSockets(filterFor(userId)),
    thawSockets: (userId) => realtime.thawSockets(filterFor(userId)),
    refuseConnections: (userId, status) => realtime.refuseConnections(filterFor(userId), status),
    acceptConnections: (userId) => realtime.acceptConnections(filterFor(userId)),
    push: realtime.pushFaults,
  };
}

/** Narrows to a user, or to nobody in particular. */
export function filterFor(userId: string | undefined): SocketFilter {
  return userId === undefined ? {} : { userId };
}
