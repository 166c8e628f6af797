/**
 * An ascending list that grows at both ends in constant time: history is loaded downward while news come in at the top.
 * Elsewhere an insertion moves the items beyond it, and a look-up by key is a binary search.
 */
export class OrderedList<Item, Key> {
  /** The lower part, descending. */
  readonly #front: Item[] = [];
  readonly #back: Item[] = [];

  /** @param compareTo negative when the item lies below the key */
  constructor(private readonly compareTo: (item: Item, key: Key) => number) {}

  get length(): number {
    return this.#front.length + this.#back.length;
  }

  get first(): Item | undefined {
    return this.at(0);
  }

  get last(): Item | undefined {
    return this.at(this.length - 1);
  }

  at(position: number): Item | undefined {
    const split = this.#front.length;
    return position < split ? this.#front[split - 1 - position] : this.#back[position - split];
  }

  /** The first position whose item does not lie below the key; {@link length} when all do. */
  positionOf(key: Key): number {
    const { length, last } = this;
    // Most often it is above all of them.
    if (last === undefined || this.compareTo(last, key) < 0) return length;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareTo(this.at(middle) as Item, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param position where the item belongs, from {@link positionOf} */
  insertAt(position: number, item: Item): void {
    const split = this.#front.length;
    if (position === this.length) this.#back.push(item);
    else if (position <= split) this.#front.splice(split - position, 0, item);
    else this.#back.splice(position - split, 0, item);
  }

  insert(key: Key, item: Item): void {
    this.insertAt(this.positionOf(key), item);
  }

  /** Upward from a position. */
  *upFrom(position: number): Generator<Item, void> {
    for (let at = Math.max(position, 0); at < this.length; at++) yield this.at(at) as Item;
  }

  /** Downward, beginning with the item before a position. */
  *downFrom(position: number): Generator<Item, void> {
    for (let at = Math.min(position, this.length) - 1; at >= 0; at--) yield this.at(at) as Item;
  }
}
