// Node's own; elsewhere the package of that name.
import { EventEmitter } from 'events';

type EventName = string | symbol;
type AnyListener = (...args: never[]) => unknown;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the original declares it
type UntypedListener = (...args: any[]) => void;
type ArgumentsOf<Listener> = Listener extends (...args: infer Arguments) => unknown ? Arguments : never;

/**
 * The `EventEmitter` of Node, in every runtime, with typed events. `Events` maps event names to listener types:
 * `{ messageAdded: (message: Message) => void }`.
 *
 * Delivery is synchronous, in registration order. Listeners added during a delivery see the next event only, removed
 * ones still see the current one, and a listener that throws ends the delivery: the error leaves through {@link emit}.
 */
export interface NodeStyleEmitter<Events extends object> {
  on<K extends keyof Events>(event: K, listener: Events[K]): this;
  addListener<K extends keyof Events>(event: K, listener: Events[K]): this;
  once<K extends keyof Events>(event: K, listener: Events[K]): this;
  prependListener<K extends keyof Events>(event: K, listener: Events[K]): this;
  prependListener(event: EventName, listener: UntypedListener): this;
  prependOnceListener<K extends keyof Events>(event: K, listener: Events[K]): this;
  prependOnceListener(event: EventName, listener: UntypedListener): this;
  /** Removes the listener once: of several equal ones, the one added last. */
  removeListener<K extends keyof Events>(event: K, listener: Events[K]): this;
  off<K extends keyof Events>(event: K, listener: Events[K]): this;
  removeAllListeners(event?: keyof Events | EventName): this;
  /**
   * Calls the listeners of the event.
   *
   * @returns whether there was a listener.
   * @throws what a listener throws; for `error` without a listener, the error itself.
   */
  emit<K extends keyof Events>(event: K, ...args: ArgumentsOf<Events[K]>): boolean;
  listenerCount(event: keyof Events | EventName): number;
  /** The listeners as they were passed in. */
  listeners<K extends keyof Events>(event: K): Events[K][];
  listeners(event: EventName): AnyListener[];
  /** The listeners as they are registered: a one-time listener is a wrapper with the original as `listener`. */
  rawListeners<K extends keyof Events>(event: K): (Events[K] & { listener?: Events[K] })[];
  rawListeners(event: EventName): AnyListener[];
  eventNames(): (keyof Events)[];
  /** @param count how many listeners one event may have before a warning is printed; 0 or `Infinity`: any number */
  setMaxListeners(count: number): this;
  getMaxListeners(): number;
}

/** See docs/decisions/008-events.md. */
export const NodeStyleEmitter = EventEmitter as unknown as new <Events extends object>() => NodeStyleEmitter<Events>;
