import type { CompanionStorage } from './companion-storage.js';
import { KeyedLock } from './keyed-lock.js';
import type { TextStore } from './text-store.js';

/** Two companions of one process that share a storage share its lock too. */
const locks = new WeakMap<CompanionStorage, KeyedLock>();

/**
 * Over any driver. None of its calls is atomic, so that a lock within this process has to do: one instance at a time.
 */
export class SharedTextStore implements TextStore {
  readonly #storage: CompanionStorage;
  readonly #lock: KeyedLock;

  constructor(storage: CompanionStorage) {
    this.#storage = storage;
    this.#lock = locks.get(storage) ?? new KeyedLock();
    locks.set(storage, this.#lock);
  }

  async read(key: string): Promise<string | undefined> {
    const value = await this.#storage.getItem(key);
    return typeof value === 'string' ? value : undefined;
  }

  insert(key: string, text: string): Promise<boolean> {
    return this.#when(key, undefined, () => this.#storage.setItem(key, text));
  }

  swap(key: string, before: string, after: string): Promise<boolean> {
    return this.#when(key, before, () => this.#storage.setItem(key, after));
  }

  erase(key: string, before: string): Promise<boolean> {
    return this.#when(key, before, () => this.#storage.removeItem(key));
  }

  #when(key: string, expected: string | undefined, change: () => Promise<void>): Promise<boolean> {
    return this.#lock.run(key, async () => {
      if ((await this.read(key)) !== expected) return false;
      await change();
      return true;
    });
  }
}
