import { createRawId } from '../identifiers.js';
import type { RawId } from '../events.js';

/** An identity as a snapshot holds it. */
export interface IdentityRecord {
  /** When the tokens of each generation stop working; the current generation has no entry. */
  endings: number[];
}

/** The identities of the resource, and which generations of their tokens still count. */
export class IdentityRegistry {
  readonly #records = new Map<RawId, IdentityRecord>();

  constructor(readonly resourceId: string) {}

  create(): RawId {
    const userId = createRawId(this.resourceId);
    this.#records.set(userId, { endings: [] });
    return userId;
  }

  has(userId: RawId): boolean {
    return this.#records.has(userId);
  }

  delete(userId: RawId): boolean {
    return this.#records.delete(userId);
  }

  /** The generation that a token issued now belongs to. */
  generationOf(userId: RawId): number {
    return this.#records.get(userId)?.endings.length ?? 0;
  }

  /** Lets every token issued so far work until `time` at most; tokens issued from now on are another generation. */
  endTokens(userId: RawId, time: number): void {
    const record = this.#records.get(userId);
    if (record) record.endings = [...record.endings.map((ending) => Math.min(ending, time)), time];
  }

  isCurrent(userId: RawId, generation: number, now: number): boolean {
    const record = this.#records.get(userId);
    if (!record || generation > record.endings.length) return false;
    return now < (record.endings[generation] ?? Infinity);
  }

  entries(): [RawId, IdentityRecord][] {
    return [...this.#records];
  }

  restore(entries: Iterable<[RawId, IdentityRecord]>): void {
    for (const [userId, record] of entries) this.#records.set(userId, record);
  }
}
