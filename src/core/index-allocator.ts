import { compareIds, type MessageId } from './model.js';

interface Placed {
  readonly id: MessageId;
  readonly index: number;
}

/** A new thread begins with two system messages, and sequences start at 1: the first user message has number 3. */
const SEQUENCE_OF_INDEX_ZERO = 3;

/**
 * Gives each message of one thread its index: once, at first sight, small, growing with the id, and without any request.
 *
 * - The whole thread known from the start: 0, 1, 2 … over user messages, deleted ones included.
 * - Otherwise `sequence - 3` where the service told the sequence, pushed outward where a neighbour has that number.
 * - A message known only from an event follows the newest.
 * - A late message whose place between two neighbours is taken follows the newest too: the order by index is then the
 *   order of arrival at this client. Ids, not indexes, are what is stored or sent.
 */
export class IndexAllocator {
  /** Ascending by id. */
  readonly #placed: Placed[] = [];
  #highest = -1;
  /** Everything is known from the first message on: sequences, which count system messages too, are not needed. */
  #isDense = false;

  get isEmpty(): boolean {
    return this.#placed.length === 0;
  }

  get newestId(): MessageId | undefined {
    return this.#placed.at(-1)?.id;
  }

  /** Numbers a thread of which everything is known. @param ids ascending, of user messages */
  numberFromStart(ids: readonly MessageId[]): void {
    this.#isDense = true;
    for (const id of ids) this.#append(id, this.#highest + 1);
  }

  /** @param sequence as the service tells it; `undefined` for a message known only from an event */
  place(id: MessageId, sequence: number | undefined): number {
    const proposal = sequence === undefined || this.#isDense ? undefined : sequence - SEQUENCE_OF_INDEX_ZERO;
    const oldest = this.#placed[0];
    const newest = this.#placed.at(-1);
    if (!oldest || !newest) return this.#append(id, Math.max(proposal ?? 0, 0));
    if (compareIds(id, newest.id) > 0) return this.#append(id, Math.max(proposal ?? 0, this.#highest + 1));
    if (compareIds(id, oldest.id) < 0)
      return this.#insert(0, id, Math.min(proposal ?? oldest.index - 1, oldest.index - 1));
    return this.#placeBetween(id, proposal);
  }

  #placeBetween(id: MessageId, proposal: number | undefined): number {
    const position = this.#positionFor(id);
    const known = this.#placed[position];
    if (known?.id === id) return known.index;
    const below = this.#placed[position - 1]?.index ?? -Infinity;
    const above = known?.index ?? Infinity;
    const fits = proposal !== undefined && proposal > below && proposal < above;
    return this.#insert(position, id, fits ? proposal : this.#highest + 1);
  }

  #append(id: MessageId, index: number): number {
    return this.#insert(this.#placed.length, id, index);
  }

  #insert(position: number, id: MessageId, index: number): number {
    const placed = { id, index };
    if (position === this.#placed.length) this.#placed.push(placed);
    else this.#placed.splice(position, 0, placed);
    this.#highest = Math.max(this.#highest, index);
    return index;
  }

  /** Binary search: the first position whose id is not older. */
  #positionFor(id: MessageId): number {
    let low = 0;
    let high = this.#placed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.#placed[middle];
      if (candidate && compareIds(candidate.id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
