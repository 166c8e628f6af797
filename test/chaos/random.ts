/** A source of chances that gives the same ones again for the same seed. */
export interface Random {
  /** A whole number from 0 to `n - 1`. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Creates the source; Weyl steps, mixed by the finaliser of MurmurHash3. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, pick: (items) => items[below(items.length)]! };
}
