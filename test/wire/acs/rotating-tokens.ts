import type { TokenSource } from '../../../src/core/index.js';

/** Hands out the given tokens one after the other; `refused` keeps what it was told about. */
export class RotatingTokens implements TokenSource {
  readonly refused: string[] = [];
  readonly #tokens: string[];

  constructor(...tokens: string[]) {
    this.#tokens = tokens;
  }

  current(): string {
    return this.#tokens[0]!;
  }

  /** As when an app sets a new token. */
  next(): void {
    if (this.#tokens.length > 1) this.#tokens.shift();
  }

  refresh(rejected: string): Promise<boolean> {
    this.refused.push(rejected);
    if (this.current() === rejected) this.next();
    return Promise.resolve(this.current() !== rejected);
  }
}
