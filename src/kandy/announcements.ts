import { reportUncaught } from '../core/index.js';
import type { BasicError } from './basic-error.js';
import type { EventName, KandyEvents } from './event-types.js';

type Listener = (payload: never) => void;
/** Hears everything: the event's name, and its arguments as a list. */
export type GlobalListener = (type: string, args: unknown[]) => void;

/** What happened, as its name and payload. */
export type Announcement = { [Name in EventName]: readonly [Name, KandyEvents[Name]] }[EventName];

/** Changes what the app can see, and says what to tell it about that. */
type Step = () => readonly Announcement[];

/**
 * Tells the app what happens: a microtask later, one change after the other. What the app sees when a listener runs is the
 * state right after that very change, as two changes in one moment would otherwise look like the second one twice.
 */
export class Announcements {
  #listeners: (readonly [type: string, listener: Listener])[] = [];
  #globalListeners: GlobalListener[] = [];
  #steps: Step[] = [];
  #isClosed = false;

  on(type: string, listener: Listener): void {
    assertFunction(listener);
    this.#listeners = [...this.#listeners, [type, listener]];
  }

  /** Takes every equal registration away. */
  off(type: string, listener: Listener): void {
    this.#listeners = this.#listeners.filter((entry) => entry[0] !== type || entry[1] !== listener);
  }

  subscribe(listener: GlobalListener): void {
    assertFunction(listener);
    this.#globalListeners = [...this.#globalListeners, listener];
  }

  unsubscribe(listener: GlobalListener): void {
    this.#globalListeners = this.#globalListeners.filter((other) => other !== listener);
  }

  hasListener(type: EventName): boolean {
    return this.#listeners.some((entry) => entry[0] === type);
  }

  /** Makes a change after those before it have been told. */
  post(step: Step): void {
    if (this.#isClosed) return;
    this.#steps.push(step);
    if (this.#steps.length === 1) queueMicrotask(() => this.#drain());
  }

  emit(...announcement: Announcement): void {
    this.post(() => [announcement]);
  }

  /** What went wrong with messages, in both forms that apps read. */
  messagesError(error: BasicError): void {
    this.emit('messages:error', { error, code: error.code, message: error.message });
  }

  close(): void {
    this.#isClosed = true;
    this.#steps = [];
    this.#listeners = [];
    this.#globalListeners = [];
  }

  #drain(): void {
    for (let step = this.#steps[0]; step; step = this.#steps[0]) {
      for (const announcement of guarded(step) ?? []) this.#deliver(announcement);
      // Only now, so that what a listener causes waits for its turn.
      this.#steps.shift();
    }
  }

  #deliver([type, payload]: Announcement): void {
    for (const entry of this.#listeners) {
      // One that an earlier listener of this very event took away must not run any more.
      if (entry[0] === type && this.#listeners.includes(entry)) guarded(() => entry[1](payload as never));
    }
    for (const listener of this.#globalListeners) guarded(() => listener(type, [payload]));
  }
}

/** What a listener throws surfaces as an uncaught error, and keeps nobody else from running. */
function guarded<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    reportUncaught(error);
    return undefined;
  }
}

/** The original's words. */
function assertFunction(listener: unknown): void {
  if (typeof listener !== 'function') throw new Error('Listener not a function');
}
