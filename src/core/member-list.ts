import { compareIds, type MemberRecord, type UserId, type Version } from './model.js';
import { collectPages } from './pages.js';
import type { Page } from './ports.js';

/**
 * Who is in a thread. Changes carry a version, so that a change told twice (by an event and by a repair) counts once.
 */
export class MemberList {
  readonly #members = new Map<UserId, MemberRecord>();
  /** Known to the app, by an event or because it asked for the list. */
  readonly #told = new Set<UserId>();
  /** The version of the last change told for each user, also for those who left. */
  readonly #changedAt = new Map<UserId, Version>();
  #loading: Promise<void> | undefined;
  #isLoaded = false;

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** In the order of joining, as far as the service tells it. */
  get list(): MemberRecord[] {
    return [...this.#members.values()];
  }

  get(userId: UserId): MemberRecord | undefined {
    return this.#members.get(userId);
  }

  /** Whether the removal of this user has been seen. */
  wasRemoved(userId: UserId): boolean {
    return this.#changedAt.has(userId) && !this.#members.has(userId);
  }

  /** Reads all pages, once; calls at the same time share it. */
  load(firstPage: () => Promise<Page<MemberRecord>>): Promise<void> {
    this.#loading ??= this.#load(firstPage).finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  markTold(): void {
    for (const userId of this.#members.keys()) this.#told.add(userId);
  }

  /** @returns the member if this is news */
  add(member: MemberRecord, version: Version): MemberRecord | undefined {
    if (!this.#isNews(member.userId, version)) return undefined;
    if (this.#members.has(member.userId) && this.#told.has(member.userId)) return undefined;
    this.#members.set(member.userId, member);
    this.#told.add(member.userId);
    return member;
  }

  /** @returns the member as known before, if this is news */
  remove(member: MemberRecord, version: Version): MemberRecord | undefined {
    if (!this.#isNews(member.userId, version)) return undefined;
    const known = this.#members.get(member.userId);
    if (!known && this.#isLoaded) return undefined;
    this.#members.delete(member.userId);
    this.#told.delete(member.userId);
    return known ?? member;
  }

  #isNews(userId: UserId, version: Version): boolean {
    const last = this.#changedAt.get(userId);
    if (last !== undefined && compareIds(version, last) <= 0) return false;
    this.#changedAt.set(userId, version);
    return true;
  }

  async #load(firstPage: () => Promise<Page<MemberRecord>>): Promise<void> {
    const before = new Map(this.#changedAt);
    const found = await collectPages(firstPage);
    // A change that was told while the pages were on their way is newer than they are.
    const isSettled = (userId: UserId): boolean => this.#changedAt.get(userId) === before.get(userId);
    const present = new Set(found.map((member) => member.userId));
    for (const member of found) if (isSettled(member.userId)) this.#members.set(member.userId, member);
    for (const userId of this.#members.keys())
      if (isSettled(userId) && !present.has(userId)) this.#members.delete(userId);
    this.#isLoaded = true;
  }
}
