import { Problem } from '../problem.js';
import type { TextStore } from './text-store.js';

/** Longer than any storage that works; clients of some wait for a server for ever. */
const ANSWER_TIMEOUT_MS = 5_000;

/** Turns every failure of a storage, and its silence, into the one problem that clients know. */
export class GuardedTextStore implements TextStore {
  readonly #store: TextStore;
  readonly #report: (failure: string) => void;

  /** @param report - Learns what failed; never values, nor the storage's own words, which may quote its address. */
  constructor(store: TextStore, report: (failure: string) => void) {
    this.#store = store;
    this.#report = report;
  }

  read(key: string): Promise<string | undefined> {
    return this.#guard(() => this.#store.read(key));
  }

  insert(key: string, text: string): Promise<boolean> {
    return this.#guard(() => this.#store.insert(key, text));
  }

  swap(key: string, before: string, after: string): Promise<boolean> {
    return this.#guard(() => this.#store.swap(key, before, after));
  }

  erase(key: string, before: string): Promise<boolean> {
    return this.#guard(() => this.#store.erase(key, before));
  }

  async #guard<T>(call: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SilentStorage()), ANSWER_TIMEOUT_MS);
    });
    try {
      return await Promise.race([call(), silence]);
    } catch (error) {
      this.#report(error instanceof Error ? error.name : typeof error);
      throw new Problem(503, 'storage-unavailable', 'unable to reach the storage of the companion; try again later');
    } finally {
      clearTimeout(timer);
    }
  }
}

class SilentStorage extends Error {
  constructor() {
    super('no answer in time');
    this.name = 'SilentStorage';
  }
}
