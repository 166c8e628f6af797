import { isSameJson } from './json.js';
import { compareIds, type MemberRecord, type MessageRecord, type UserId, type Version } from './model.js';
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
  readonly #changedWhileLoading = new Set<UserId>();
  readonly #joinedOn = new Map<UserId, Date>();
  /** The system messages of the thread, as far as they were read or the same was told by events. */
  readonly changes = new Map<Version, MessageRecord>();
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

  /** When somebody joined, as far as the history that was read tells. */
  joinedOn(userId: UserId): Date | undefined {
    return this.#joinedOn.get(userId);
  }

  /** Learns from the system messages among these what happened, and when members joined. */
  noteChanges(records: readonly MessageRecord[]): void {
    for (const record of records) {
      const { system, createdOn, version } = record;
      if (!system) continue;
      this.changes.set(version, record);
      if (system.type !== 'membersAdded') continue;
      for (const { userId } of system.members) {
        const known = this.#joinedOn.get(userId);
        if (!known || known < createdOn) this.#joinedOn.set(userId, createdOn);
      }
    }
  }

  /** Reads all pages; calls at the same time share it. */
  load(firstPage: () => Promise<Page<MemberRecord>>): Promise<void> {
    this.#loading ??= this.#load(firstPage).finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** The app was given the list: members in it are no news any more. */
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

  /** Takes what a member carries now. @returns the member if it is known and that is news */
  update({ userId, metadata }: MemberRecord): MemberRecord | undefined {
    const known = this.#members.get(userId);
    if (!known || isSameJson(known.metadata, metadata)) return undefined;
    const member = { ...known, metadata };
    this.#members.set(userId, member);
    return member;
  }

  /** @returns the member as known before, if this is news */
  remove(member: MemberRecord, version: Version): MemberRecord | undefined {
    const wasRemoved = this.wasRemoved(member.userId);
    if (!this.#isNews(member.userId, version)) return undefined;
    const known = this.#members.get(member.userId);
    if (!known && (this.#isLoaded || wasRemoved)) return undefined;
    this.#members.delete(member.userId);
    this.#told.delete(member.userId);
    return known ?? member;
  }

  #isNews(userId: UserId, version: Version): boolean {
    const last = this.#changedAt.get(userId);
    if (last !== undefined && compareIds(version, last) <= 0) return false;
    this.#changedAt.set(userId, version);
    this.#changedWhileLoading.add(userId);
    return true;
  }

  async #load(firstPage: () => Promise<Page<MemberRecord>>): Promise<void> {
    this.#changedWhileLoading.clear();
    const found = await collectPages(firstPage);
    const before = new Map(this.#members);
    this.#members.clear();
    for (const member of found) this.#members.set(member.userId, member);
    // A change that was told while the pages were on their way is newer than they are.
    for (const userId of this.#changedWhileLoading) {
      const known = before.get(userId);
      if (known) this.#members.set(userId, known);
      else this.#members.delete(userId);
    }
    this.#isLoaded = true;
  }
}
