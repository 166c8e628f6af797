import { reportUncaught } from '../core/index.js';

/** Whatever a listener expects; the events that are not listed have no types. */
export type AnyListener = (...args: never[]) => void;
type Listener<Args extends readonly unknown[]> = (...args: Args) => void;

interface Entry {
  readonly listener: (...args: unknown[]) => void;
  readonly group: string | undefined;
}

/**
 * The original's emitter. `'*'` and names that end in `*` match by what is before it; their listeners get the name of the
 * event before its arguments. A group is a name by which listeners are taken away together.
 *
 * Events are told synchronously, to those who listened when it began. What a listener throws surfaces as an uncaught
 * error, and the others still run.
 */
export class WildEmitter<Events extends { [Name in keyof Events]: readonly unknown[] }> {
  readonly #entries = new Map<string, readonly Entry[]>();

  on<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this;
  on<Name extends keyof Events & string>(event: Name, group: string, listener: Listener<Events[Name]>): this;
  on(event: string, ...rest: [listener: AnyListener] | [group: string, listener: AnyListener]): this;
  on(event: string, ...rest: unknown[]): this {
    const [group, listener] = typeof rest[0] === 'function' ? [undefined, rest[0]] : rest;
    return this.#add(event, listener as Entry['listener'], group as string | undefined);
  }

  /** As {@link on}, for one time. */
  once<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this;
  once<Name extends keyof Events & string>(event: Name, group: string, listener: Listener<Events[Name]>): this;
  once(event: string, ...rest: [listener: AnyListener] | [group: string, listener: AnyListener]): this;
  once(event: string, ...rest: unknown[]): this {
    const [group, listener] = typeof rest[0] === 'function' ? [undefined, rest[0]] : rest;
    const first: Entry['listener'] = (...args) => {
      this.off(event, first);
      (listener as Entry['listener'])(...args);
    };
    return this.#add(event, first, group as string | undefined);
  }

  /** Takes away one listener of an event; without one, all of them. */
  off(event: string, listener?: AnyListener): this {
    const entries = this.#entries.get(event) ?? [];
    const position = listener ? entries.findIndex((entry) => entry.listener === listener) : -1;
    if (!listener) this.#entries.delete(event);
    else if (position >= 0)
      this.#entries.set(
        event,
        entries.filter((_, index) => index !== position),
      );
    return this;
  }

  /** Takes away all listeners of a group. */
  releaseGroup(group: string): this {
    for (const [event, entries] of this.#entries)
      this.#entries.set(
        event,
        entries.filter((entry) => entry.group !== group),
      );
    return this;
  }

  /** Tells an event: first those who listen to its name, then those who listen to its beginning. */
  emit<Name extends keyof Events & string>(event: Name, ...args: Events[Name]): this;
  emit(event: string, ...args: readonly unknown[]): this;
  emit(event: string, ...args: readonly unknown[]): this {
    const calls = [...this.#entries].flatMap(([name, entries]) => {
      if (name === event) return entries.map((entry) => ({ rank: 0, entry, args }));
      if (!name.endsWith('*') || !event.startsWith(name.slice(0, -1))) return [];
      return entries.map((entry) => ({ rank: 1, entry, args: [event, ...args] }));
    });
    for (const call of calls.sort((a, b) => a.rank - b.rank)) {
      try {
        call.entry.listener(...call.args);
      } catch (error) {
        reportUncaught(error);
      }
    }
    return this;
  }

  #add(event: string, listener: Entry['listener'], group: string | undefined): this {
    if (typeof listener !== 'function')
      throw new TypeError(`unable to listen to ${event}; the listener must be a function`);
    this.#entries.set(event, [...(this.#entries.get(event) ?? []), { listener, group }]);
    return this;
  }
}
