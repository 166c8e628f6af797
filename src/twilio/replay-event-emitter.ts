import { NodeStyleEmitter, reportUncaught } from '../core/index.js';

type ArgumentsOf<Listener> = Listener extends (...args: infer Arguments) => unknown ? Arguments : never;
type AnyListener = (...args: unknown[]) => unknown;

/**
 * An emitter that remembers the latest arguments of each event, for listeners that come late. The memory is of one
 * occurrence per event and outlives {@link NodeStyleEmitter.removeAllListeners}.
 *
 * @remarks Differs from Twilio: a listener that throws does not keep the others from running when the library itself
 * emits; what it throws surfaces as an uncaught error all the same. `emit`, called by the app, throws as the original.
 */
export class ReplayEventEmitter<Events extends object> extends NodeStyleEmitter<Events> {
  // Made with the first event: most messages and participants never emit one.
  private latestArguments: Map<keyof Events, unknown[]> | undefined;
  /**
   * Of the emitter below, which makes a table for listeners at once; most messages never have one. @internal
   */
  protected _events = undefined;

  override emit<K extends keyof Events>(event: K, ...args: ArgumentsOf<Events[K]>): boolean {
    this.remember(event, args);
    return super.emit(event, ...args);
  }

  /**
   * Adds a listener; if the event has happened, calls it at once with the latest arguments first.
   *
   * @throws what the listener throws in that call; it is not added then.
   */
  addListenerWithReplay<K extends keyof Events>(event: K, listener: Events[K]): this {
    this.replay(event, listener);
    return this.addListener(event, listener);
  }

  /** The same as {@link addListenerWithReplay}. */
  onWithReplay<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.addListenerWithReplay(event, listener);
  }

  /** If the event has happened, calls the listener at once, and that was it; else adds it for one time. */
  onceWithReplay<K extends keyof Events>(event: K, listener: Events[K]): this {
    return this.replay(event, listener) ? this : this.once(event, listener);
  }

  /**
   * How the library emits: every listener runs, whatever the others throw, and nothing is thrown to the caller.
   *
   * @internal
   */
  deliver<K extends keyof Events>(event: K, ...args: ArgumentsOf<Events[K]>): void {
    this.remember(event, args);
    if (this.listenerCount(event) === 0) return;
    for (const listener of this.rawListeners(event) as unknown as AnyListener[]) {
      try {
        listener.apply(this, args);
      } catch (error) {
        reportUncaught(error);
      }
    }
  }

  private remember(event: keyof Events, args: unknown[]): void {
    (this.latestArguments ??= new Map<keyof Events, unknown[]>()).set(event, args);
  }

  private replay<K extends keyof Events>(event: K, listener: Events[K]): boolean {
    const args = this.latestArguments?.get(event);
    if (!args) return false;
    (listener as AnyListener).apply(this, args);
    return true;
  }
}
