import type { PushFaults, SocketFilter } from './realtime-channel.js';
import { matchesUser } from './socket-filter.js';

/** One event on its way to one session. */
export interface Push {
  userId: string;
  /** @param body - in place of the event's own. */
  send(body?: string): void;
}

interface Fault {
  filter: SocketFilter | undefined;
  /** How many more events it concerns. */
  remaining: number;
  apply(pushes: Push[]): void;
}

/** Stands between the channel and its sessions and spoils what it was told to. */
export class PushFaultQueue implements PushFaults {
  #faults: Fault[] = [];
  /** Pushes that a fault holds back, by event. */
  readonly #held = new Set<Push[]>();
  readonly #timers = new Map<NodeJS.Timeout, Push[]>();

  loseNext(n: number, filter?: SocketFilter): void {
    this.#add(n, filter, () => undefined);
  }

  duplicateNext(n: number, filter?: SocketFilter): void {
    this.#add(n, filter, (pushes) => sendAll([...pushes, ...pushes]));
  }

  garbleNext(n: number, body: string, filter?: SocketFilter): void {
    this.#add(n, filter, (pushes) => {
      for (const push of pushes) push.send(body);
    });
  }

  delayNext(n: number, ms: number, filter?: SocketFilter): void {
    this.#add(n, filter, (pushes) => this.#sendLater(pushes, ms));
  }

  reorderNext(n: number, filter?: SocketFilter): void {
    const events: Push[][] = [];
    this.#add(n, filter, (pushes) => {
      events.push(pushes);
      this.#held.add(pushes);
      if (events.length === n) this.#release([...events].reverse());
    });
  }

  clear(): void {
    this.#faults = [];
    for (const [timer, pushes] of this.#timers) {
      clearTimeout(timer);
      this.#held.add(pushes);
    }
    this.#timers.clear();
    this.#release([...this.#held]);
  }

  /** Sends one event's pushes, each subject to the oldest fault that matches it. */
  send(pushes: readonly Push[]): void {
    let untouched = [...pushes];
    for (const fault of this.#faults) {
      const matching = untouched.filter(({ userId }) => matchesUser(fault.filter, userId));
      if (matching.length === 0) continue;
      untouched = untouched.filter((push) => !matching.includes(push));
      fault.remaining -= 1;
      fault.apply(matching);
    }
    this.#faults = this.#faults.filter(({ remaining }) => remaining > 0);
    sendAll(untouched);
  }

  /** Forgets faults and everything they hold back. */
  stop(): void {
    this.#faults = [];
    this.#held.clear();
    for (const timer of this.#timers.keys()) clearTimeout(timer);
    this.#timers.clear();
  }

  #add(n: number, filter: SocketFilter | undefined, apply: (pushes: Push[]) => void): void {
    if (n > 0) this.#faults.push({ filter, remaining: n, apply });
  }

  #sendLater(pushes: Push[], ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      sendAll(pushes);
    }, ms);
    timer.unref();
    this.#timers.set(timer, pushes);
  }

  #release(events: Push[][]): void {
    for (const pushes of events) {
      this.#held.delete(pushes);
      sendAll(pushes);
    }
  }
}

function sendAll(pushes: readonly Push[]): void {
  for (const push of pushes) push.send();
}
