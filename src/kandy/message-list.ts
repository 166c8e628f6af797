import { compareIds, type Thread } from '../core/index.js';
import { type FilePart, type Part } from './parts.js';
import { keyOf, type MessageData, type StoredMessage } from './stored-message.js';

/** The messages of one conversation that this client shows. */
export class MessageList {
  /** What the app sees as `conversation.messages`: always the same list. */
  readonly data: MessageData[] = [];
  readonly #stored = new Map<string, StoredMessage>();
  readonly #hidden = new Set<string>();

  get all(): StoredMessage[] {
    return [...this.#stored.values()];
  }

  find(messageId: string): StoredMessage | undefined {
    return this.all.find(({ data }) => data.messageId === messageId);
  }

  get(thread: Thread, messageId: string): StoredMessage | undefined {
    return this.#stored.get(keyOf(thread, messageId));
  }

  /** One that has just arrived. It comes last, whatever clocks say. */
  add(message: StoredMessage): void {
    this.#keep(message);
    this.#tell();
  }

  /** From the history: everything is in the order of the service afterwards. */
  merge(messages: readonly StoredMessage[]): void {
    for (const message of messages) if (!this.get(message.thread, message.record.id)) this.#keep(message);
    const sorted = this.all.sort((a, b) => compareIds(a.record.id, b.record.id));
    this.#stored.clear();
    for (const message of sorted) this.#keep(message);
    this.#tell();
  }

  /** A newer version of one that is there. Files that were loaded stay loaded. @returns whether it is there */
  replace(message: StoredMessage): boolean {
    const former = this.get(message.thread, message.record.id);
    if (!former) return false;
    message.data.read = former.data.read;
    message.data.isFetchingLinks = former.data.isFetchingLinks;
    const loaded = former.data.parts.filter(isFile);
    message.data.parts = message.data.parts.map((part) => {
      const same = isFile(part) && loaded.find(({ rawURL }) => rawURL === part.rawURL);
      return same || part;
    });
    this.#keep(message);
    this.#tell();
    return true;
  }

  /** @returns whether it was there */
  remove(thread: Thread, messageId: string): boolean {
    const key = keyOf(thread, messageId);
    const message = this.#stored.get(key);
    if (message) revokeLinks(message);
    const wasThere = this.#stored.delete(key);
    this.#tell();
    return wasThere;
  }

  /** Takes it away, also from what is read of the history later. */
  hide({ thread, data }: StoredMessage): void {
    this.#hidden.add(keyOf(thread, data.messageId));
    this.remove(thread, data.messageId);
  }

  clear(): void {
    for (const message of this.all) revokeLinks(message);
    this.#stored.clear();
    this.#tell();
  }

  #keep(message: StoredMessage): void {
    const key = keyOf(message.thread, message.data.messageId);
    if (!this.#hidden.has(key)) this.#stored.set(key, message);
  }

  #tell(): void {
    this.data.splice(0, this.data.length, ...this.all.map(({ data }) => data));
  }
}

export const isFile = (part: Part): part is FilePart => part.type === 'file';

/** The page's memory holds a file for as long as an address of it stands. */
function revokeLinks({ data }: StoredMessage): void {
  for (const { url } of data.parts.filter(isFile)) if (url !== undefined) URL.revokeObjectURL(url);
}
