import { isSameJson } from '../core/index.js';

/** Long enough for one's own change to have come back in any case. */
const REMEMBERED_MS = 10_000;

interface Requested<Value> {
  readonly value: Value;
  readonly answeredAt: number;
}

/**
 * Changes of something whose fields share one document at the service. Several may be under way at a time, and each
 * builds on the ones before it, also while those have not come back yet.
 */
export class PendingChanges<Content extends object> {
  readonly #requested = new Map<keyof Content, Requested<Content[keyof Content]>>();
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param current what has come back so far
   * @param send makes one request
   */
  constructor(
    private readonly current: () => Content,
    private readonly send: (next: Content, before: Content) => Promise<void>,
  ) {}

  /** Makes one request, after those of earlier changes. @throws ChatError */
  apply(part: Partial<Content>): Promise<void> {
    const change = this.#last.catch(() => undefined).then(() => this.#apply(part));
    this.#last = change;
    return change;
  }

  /** Something came back, and what has come back needs no remembering. */
  settle(): void {
    const content = this.current();
    // By then it has come back, or somebody else has changed it since.
    const oldest = Date.now() - REMEMBERED_MS;
    for (const [field, { value, answeredAt }] of this.#requested) {
      if (answeredAt < oldest || isSameJson(value, content[field])) this.#requested.delete(field);
    }
  }

  async #apply(part: Partial<Content>): Promise<void> {
    this.settle();
    const before = { ...this.current() };
    for (const [field, { value }] of this.#requested) before[field] = value;
    await this.send({ ...before, ...part }, before);
    for (const [field, value] of Object.entries(part) as [keyof Content, Content[keyof Content]][]) {
      this.#requested.set(field, { value, answeredAt: Date.now() });
    }
    this.settle();
  }
}
