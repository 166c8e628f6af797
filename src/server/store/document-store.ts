import { Problem } from '../problem.js';
import { KeyedLock } from './keyed-lock.js';
import type { TextStore } from './text-store.js';

/** A JSON value as it is stored now. */
export interface StoredDocument<T> {
  readonly value: T;
  /** 1 at first, one more with every change. */
  readonly revision: number;
  /** What is in the storage, to be compared with. */
  readonly text: string;
}

/** Says what an update changes; `undefined` changes nothing. May be asked again when somebody else was faster. */
export type Change<T> = (current: StoredDocument<T> | undefined) => T | undefined;

// Not JSON to the eye of a storage: unstorage would parse it, and leave out keys like "__proto__".
const FORM = /^rt1 (\d+) (.*)$/s;
const MOST_ATTEMPTS = 100;
const LONGEST_PAUSE_MS = 20;

/** JSON documents with revisions over a {@link TextStore}. */
export class DocumentStore {
  readonly #texts: TextStore;
  /** Keeps the requests of one instance from overtaking each other for nothing. */
  readonly #lock = new KeyedLock();

  constructor(texts: TextStore) {
    this.#texts = texts;
  }

  async get<T>(key: string): Promise<StoredDocument<T> | undefined> {
    const text = await this.#texts.read(key);
    return text === undefined ? undefined : parseDocument<T>(text);
  }

  /** @returns `undefined` when something is there already. */
  async insert<T>(key: string, value: T): Promise<StoredDocument<T> | undefined> {
    const document = toDocument(value, 1);
    return (await this.#texts.insert(key, document.text)) ? document : undefined;
  }

  /** @returns `undefined` when what is stored is not `current` any more. */
  async replace<T>(key: string, current: StoredDocument<unknown>, value: T): Promise<StoredDocument<T> | undefined> {
    const document = toDocument(value, current.revision + 1);
    return (await this.#texts.swap(key, current.text, document.text)) ? document : undefined;
  }

  /** @returns whether it was still `current`. */
  remove(key: string, current: StoredDocument<unknown>): Promise<boolean> {
    return this.#texts.erase(key, current.text);
  }

  /** Removes whatever is there. */
  async discard(key: string): Promise<void> {
    await this.#retry(key, async () => {
      const current = await this.get(key);
      return current === undefined || (await this.remove(key, current)) ? true : undefined;
    });
  }

  /**
   * Changes a document, however many others do at the same time.
   *
   * @returns what is stored then; `undefined` when there was nothing and the change made nothing.
   */
  async update<T>(key: string, change: Change<T>): Promise<StoredDocument<T> | undefined> {
    const { result } = await this.#retry(key, async () => {
      const current = await this.get<T>(key);
      const value = change(current);
      if (value === undefined) return { result: current };
      const written = await (current ? this.replace(key, current, value) : this.insert(key, value));
      return written && { result: written };
    });
    return result;
  }

  #retry<T>(key: string, attempt: () => Promise<T | undefined>): Promise<T> {
    return this.#lock.run(key, async () => {
      for (let count = 0; count < MOST_ATTEMPTS; count++) {
        const result = await attempt();
        if (result !== undefined) return result;
        await pause();
      }
      throw new Problem(503, 'busy', 'unable to store the change; others change the same at this moment. Try again');
    });
  }
}

function toDocument<T>(value: T, revision: number): StoredDocument<T> {
  return { value, revision, text: `rt1 ${revision} ${JSON.stringify(value)}` };
}

function parseDocument<T>(text: string): StoredDocument<T> {
  const [, revision, json] = FORM.exec(text) ?? [];
  if (revision === undefined || json === undefined) {
    throw new TypeError('unable to read a document of the storage; something else wrote it');
  }
  return { value: JSON.parse(json) as T, revision: Number(revision), text };
}

/** Of random length, so that instances do not meet again. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
}
