import type { TextStore } from './text-store.js';

/** Keeps everything in this process, and forgets it with it. */
export class MemoryTextStore implements TextStore {
  readonly #texts = new Map<string, string>();

  read(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#texts.get(key));
  }

  insert(key: string, text: string): Promise<boolean> {
    const isFree = !this.#texts.has(key);
    if (isFree) this.#texts.set(key, text);
    return Promise.resolve(isFree);
  }

  swap(key: string, before: string, after: string): Promise<boolean> {
    const isSame = this.#texts.get(key) === before;
    if (isSame) this.#texts.set(key, after);
    return Promise.resolve(isSame);
  }

  erase(key: string, before: string): Promise<boolean> {
    return Promise.resolve(this.#texts.get(key) === before && this.#texts.delete(key));
  }
}
