import { EventEmitter } from 'eventemitter3';

type EventName = string | symbol;
type AnyListener = (...args: never[]) => unknown;
// Listeners of events that are in no map; `any`, so that they may name the type of what they get.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type UntypedListener = (...args: any[]) => void;
type ArgumentsOf<Listener> = Listener extends (...args: infer Arguments) => unknown ? Arguments : never;
/** What a one-time listener is registered as; `listener` is the function that the app passed. */
type Registered = AnyListener & { readonly listener?: AnyListener };

const DEFAULT_MAX_LISTENERS = 10;

/**
 * An emitter that behaves like the `EventEmitter` of Node, in every runtime. `Events` maps event names to listener
 * types: `{ messageAdded: (message: Message) => void }`.
 *
 * Delivery is synchronous, in registration order. Listeners added during a delivery see the next event only, removed
 * ones still see the current one, and a listener that throws ends the delivery: the error leaves through {@link emit}.
 */
export class NodeStyleEmitter<Events extends object> {
  // Made with the first listener: most messages and participants never get one, and there may be 100,000 of them.
  // `private` and not `#private`, because apps wrap these objects in proxies (Vue's reactive, MobX).
  private listenerStore: EventEmitter | undefined;
  private maxListeners: number | undefined;
  private warnedEvents: Set<EventName> | undefined;

  on<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.register(event as EventName, listener as AnyListener, listener as AnyListener);
  }

  addListener<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.on(event, listener);
  }

  once<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.register(event as EventName, listener as AnyListener, this.onceWrapper(event, listener as AnyListener));
  }

  prependListener<K extends keyof Events>(event: K, listener: Events[K]): this;
  prependListener(event: EventName, listener: UntypedListener): this;
  prependListener(event: EventName, listener: AnyListener): this {
    return this.register(event, listener, listener, true);
  }

  prependOnceListener<K extends keyof Events>(event: K, listener: Events[K]): this;
  prependOnceListener(event: EventName, listener: UntypedListener): this;
  prependOnceListener(event: EventName, listener: AnyListener): this {
    return this.register(event, listener, this.onceWrapper(event, listener), true);
  }

  /** Removes the listener once: of several equal ones, the one added last. */
  removeListener<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.unregister(event as EventName, listener as AnyListener);
  }

  off<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.removeListener(event, listener);
  }

  removeAllListeners(event?: keyof Events | EventName): this {
    const store = this.listenerStore;
    if (!store) return this;
    if (store.listenerCount('removeListener') > 0) return this.removeAllAnnounced(event as EventName | undefined);
    if (event === undefined) {
      store.removeAllListeners();
      this.warnedEvents = undefined;
    } else {
      store.removeAllListeners(event as EventName);
      this.warnedEvents?.delete(event as EventName);
    }
    return this;
  }

  /**
   * Calls the listeners of the event.
   *
   * @returns whether there was a listener.
   * @throws what a listener throws; for `error` without a listener, the error itself.
   */
  emit<K extends keyof Events>(event: K, ...args: ArgumentsOf<Events[K]>): boolean {
    const store = this.listenerStore;
    if (event === 'error' && !store?.listenerCount('error')) throw unhandledError(args[0]);
    return store ? store.emit(event as EventName, ...args) : false;
  }

  listenerCount(event: keyof Events | EventName): number {
    return this.listenerStore?.listenerCount(event as EventName) ?? 0;
  }

  /** The listeners as they were passed in. */
  listeners<K extends keyof Events>(event: K): Events[K][];
  listeners(event: EventName): AnyListener[];
  listeners(event: EventName): AnyListener[] {
    return this.registered(event).map(original);
  }

  /** The listeners as they are registered: a one-time listener is a wrapper with the original as `listener`. */
  rawListeners<K extends keyof Events>(event: K): (Events[K] & { listener?: Events[K] })[];
  rawListeners(event: EventName): AnyListener[];
  rawListeners(event: EventName): AnyListener[] {
    return this.registered(event);
  }

  eventNames(): (keyof Events)[] {
    return (this.listenerStore?.eventNames() ?? []) as (keyof Events)[];
  }

  /** @param count how many listeners one event may have before a warning is printed; 0 or `Infinity`: any number */
  setMaxListeners(count: number): this {
    if (typeof count !== 'number') throw new TypeError('the maximum number of listeners must be a number');
    if (!(count >= 0)) throw new RangeError('the maximum number of listeners must not be negative');
    this.maxListeners = count;
    return this;
  }

  getMaxListeners(): number {
    return this.maxListeners ?? DEFAULT_MAX_LISTENERS;
  }

  private register(event: EventName, listener: AnyListener, registered: Registered, isFirst = false): this {
    assertListener(listener);
    const store = (this.listenerStore ??= new EventEmitter());
    // Announced before it is added, so that a listener for 'newListener' does not hear of itself.
    if (store.listenerCount('newListener') > 0) store.emit('newListener', event, listener);
    if (isFirst) this.replaceAll(event, [registered, ...this.registered(event)]);
    else store.on(event, registered as (...args: unknown[]) => void, this);
    this.warnAboutLeak(event);
    return this;
  }

  private unregister(event: EventName, listener: AnyListener): this {
    assertListener(listener);
    const registered = this.registered(event);
    let index = registered.length - 1;
    while (index >= 0 && registered[index] !== listener && registered[index]?.listener !== listener) index -= 1;
    const [removed] = index < 0 ? [] : registered.splice(index, 1);
    if (!removed) return this;
    this.replaceAll(event, registered);
    if (registered.length <= 1) this.warnedEvents?.delete(event);
    if (this.listenerCount('removeListener') > 0) this.listenerStore?.emit('removeListener', event, original(removed));
    return this;
  }

  private removeAllAnnounced(event: EventName | undefined): this {
    const names = event === undefined ? (this.eventNames() as EventName[]) : [event];
    // The listeners of 'removeListener' go last, so that they hear of all the others.
    for (const name of names.filter((other) => event !== undefined || other !== 'removeListener')) {
      for (const listener of this.registered(name).reverse()) this.unregister(name, listener);
    }
    if (event === undefined) this.listenerStore?.removeAllListeners();
    return this;
  }

  private registered(event: EventName): Registered[] {
    return (this.listenerStore?.listeners(event) ?? []) as Registered[];
  }

  /**
   * eventemitter3 removes every equal listener where Node removes one, and cannot prepend. Writing the list anew gives
   * both; a delivery under way goes on with the old list, as in Node.
   */
  private replaceAll(event: EventName, registered: readonly Registered[]): void {
    this.listenerStore?.removeAllListeners(event);
    for (const entry of registered) this.listenerStore?.on(event, entry as (...args: unknown[]) => void, this);
  }

  private onceWrapper(event: PropertyKey, listener: AnyListener): Registered {
    let hasFired = false;
    const wrapper = (...args: never[]): unknown => {
      if (hasFired) return undefined;
      hasFired = true;
      this.unregister(event as EventName, wrapper);
      return listener.apply(this, args);
    };
    return Object.assign(wrapper, { listener });
  }

  private warnAboutLeak(event: EventName): void {
    const count = this.listenerCount(event);
    const max = this.getMaxListeners();
    if (max === 0 || count <= max || this.warnedEvents?.has(event)) return;
    (this.warnedEvents ??= new Set()).add(event);
    // The original prints this warning too, through Node or its browser port; there is no logger at this level.
    // eslint-disable-next-line no-console
    console.warn(
      `MaxListenersExceededWarning: ${count} listeners for "${String(event)}" on one emitter, which ` +
        `looks like a leak. If it is meant, raise the limit of ${max} with setMaxListeners().`,
    );
  }
}

function assertListener(listener: unknown): void {
  if (typeof listener !== 'function') throw new TypeError('the listener must be a function');
}

function original(registered: Registered): AnyListener {
  return registered.listener ?? registered;
}

function unhandledError(value: unknown): Error {
  if (value instanceof Error) return value;
  return new Error(`Unhandled 'error' event: ${String(value)}`, { cause: value });
}
