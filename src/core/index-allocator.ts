import { compareIds, type MessageId } from './model.js';
import { OrderedList } from './ordered-list.js';

interface Placed {
  readonly id: MessageId;
  readonly index: number;
}

/** The numbers between which a message has its place; `undefined` where nothing is known beyond. */
interface Gap {
  readonly below: number | undefined;
  readonly above: number | undefined;
}

/** A new thread begins with two system messages, and sequences start at 1: the first user message has number 3. */
export const SEQUENCE_OF_INDEX_ZERO = 3;

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
  readonly #placed = new OrderedList<Placed, MessageId>((placed, id) => compareIds(placed.id, id));
  /** The numbers of late messages. All others rise with the id. */
  readonly #late = new Set<number>();
  #highest = -1;
  /** Everything is known from the first message on: sequences, which count system messages too, are not needed. */
  #isDense = false;

  get isEmpty(): boolean {
    return this.#placed.length === 0;
  }

  /** Numbers a thread of which everything is known. @param ids ascending, of user messages */
  numberFromStart(ids: readonly MessageId[]): void {
    this.#isDense = true;
    for (const id of ids) this.#insert(this.#placed.length, id, this.#highest + 1);
  }

  /**
   * Places a message that has just arrived.
   * @param sequence as the service tells it; `undefined` for a message known only from an event
   */
  place(id: MessageId, sequence: number | undefined): number {
    return this.#place(id, (gap) => {
      const proposal = this.#proposalOf(sequence);
      return gap.above === undefined ? Math.max(proposal ?? 0, this.#highest + 1) : proposal;
    });
  }

  /** Places a message that was there before: it belongs among or below those known, not after them. */
  placeOlder(id: MessageId, sequence: number | undefined): number {
    if (this.isEmpty) return this.place(id, sequence);
    return this.#place(id, ({ below, above }) => {
      const proposal = this.#proposalOf(sequence);
      if (above === undefined) return Math.max(proposal ?? 0, this.#highest + 1);
      // Without a sequence, the number that a system message or an unknown neighbour leaves free.
      return below === undefined ? Math.min(proposal ?? above - 1, above - 1) : (proposal ?? above - 1);
    });
  }

  #place(id: MessageId, propose: (gap: Gap) => number | undefined): number {
    const position = this.#placed.positionOf(id);
    const known = this.#placed.at(position);
    if (known?.id === id) return known.index;
    const gap = this.#gapAt(position);
    const index = propose(gap);
    return this.#insert(position, id, index !== undefined && this.#fits(index, gap) ? index : this.#takeLate());
  }

  #proposalOf(sequence: number | undefined): number | undefined {
    return sequence === undefined || this.#isDense ? undefined : sequence - SEQUENCE_OF_INDEX_ZERO;
  }

  /** The numbers around a position, late ones left out. */
  #gapAt(position: number): Gap {
    const indexOf = (neighbours: Iterable<Placed>): number | undefined => {
      for (const { index } of neighbours) if (!this.#late.has(index)) return index;
      return undefined;
    };
    return { below: indexOf(this.#placed.downFrom(position)), above: indexOf(this.#placed.upFrom(position)) };
  }

  #fits(index: number, { below = -Infinity, above = Infinity }: Gap): boolean {
    return index > below && index < above && !this.#late.has(index);
  }

  #takeLate(): number {
    const index = this.#highest + 1;
    this.#late.add(index);
    return index;
  }

  #insert(position: number, id: MessageId, index: number): number {
    this.#placed.insertAt(position, { id, index });
    this.#highest = Math.max(this.#highest, index);
    return index;
  }
}
