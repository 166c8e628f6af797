import { encodeThread, isSameJson, type ThreadContent } from '../core/index.js';
import type { ThreadView } from './thread-view.js';

/**
 * Changes of a conversation's name, unique name and attributes. Several may be under way at a time, and two of these share
 * one document at ACS: each builds on the ones before it, also while those have not come back yet.
 */
export class ContentChanges {
  #requested: Partial<ThreadContent> = {};
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly view: ThreadView) {}

  /** Sends one request, after those of earlier changes, with nothing in it but what changed. @throws ChatError */
  apply(part: Partial<ThreadContent>): Promise<void> {
    const change = this.#last.catch(() => undefined).then(() => this.#send(part));
    this.#last = change;
    return change;
  }

  /** The thread changed: what has come back needs no remembering. */
  settle(content: ThreadContent): void {
    const entries = Object.entries(this.#requested) as [keyof ThreadContent, unknown][];
    this.#requested = Object.fromEntries(entries.filter(([field, value]) => !isSameJson(value, content[field])));
  }

  async #send(part: Partial<ThreadContent>): Promise<void> {
    const { thread, services, content } = this.view;
    const before = { ...content, ...this.#requested };
    const old = encodeThread(before);
    const next = encodeThread({ ...before, ...part });
    const hasNewTopic = next.topic !== old.topic;
    const hasNewMetadata = !isSameJson(next.metadata, old.metadata) || !hasNewTopic;
    await services.session.updateThread(thread, {
      ...(hasNewTopic && { topic: next.topic }),
      ...(hasNewMetadata && { metadata: next.metadata }),
    });
    this.#requested = { ...this.#requested, ...part };
    this.settle(this.view.content);
  }
}
