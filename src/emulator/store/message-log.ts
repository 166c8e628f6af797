import type { MessageRecord } from './records.js';

/** Where a page of messages begins and how far down it may go. */
export interface PageRequest {
  size: number;
  /** Only messages below this version; everything when absent. */
  below?: number;
  /** Messages above this version are taken as well, although the first page did not have them. */
  above?: number;
  isVisible: (message: MessageRecord) => boolean;
}

/** A page, newest version first. */
export interface MessagePage {
  messages: MessageRecord[];
  /** The version to continue below, when there is more. */
  continueBelow?: number;
}

/**
 * The messages of a thread in the order of their last change. The service lists them that way: an edit or
 * delete moves a message to the top (seen on recorded traffic, 2021 and 2024).
 */
export class MessageLog {
  readonly #byId = new Map<number, MessageRecord>();
  readonly #byVersion: MessageRecord[] = [];

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): MessageRecord | undefined {
    const record = this.#byId.get(Number(id));
    return record && String(record.id) === id ? record : undefined;
  }

  add(record: MessageRecord): void {
    this.#byId.set(record.id, record);
    this.#byVersion.splice(this.#indexOf(record.version), 0, record);
  }

  /** Gives a message a new version, the highest of the thread. */
  touch(record: MessageRecord, version: number): void {
    this.#byVersion.splice(this.#indexOf(record.version), 1);
    record.version = version;
    this.#byVersion.push(record);
  }

  clear(): void {
    this.#byId.clear();
    this.#byVersion.length = 0;
  }

  /** All messages, oldest id first. */
  all(): MessageRecord[] {
    return [...this.#byId.values()];
  }

  page({ size, below = Infinity, above = Infinity, isVisible }: PageRequest): MessagePage {
    const messages: MessageRecord[] = [];
    for (let index = this.#byVersion.length - 1; index >= 0; index -= 1) {
      const record = this.#byVersion[index];
      if (!record || (record.version >= below && record.version <= above) || !isVisible(record)) continue;
      const last = messages.at(-1);
      if (messages.length === size && last) return { messages, continueBelow: Math.min(below, last.version) };
      messages.push(record);
    }
    return { messages };
  }

  /** The index of the first message whose version is not below `version`. */
  #indexOf(version: number): number {
    let low = 0;
    let high = this.#byVersion.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#byVersion[middle]?.version ?? Infinity) < version) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
