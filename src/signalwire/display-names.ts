import { type ChatSession, type MessageRecord, textOf, type Thread, type UserId } from '../core/index.js';
import type { AddressBookEntry } from './glue.js';

/**
 * What to call people: as the app's address book says, else as they call themselves, else as members of the same thread
 * were named when they were added, else by their address. Whoever adds somebody to a thread of their own names them there alone.
 */
export class DisplayNames {
  readonly #inBook = new Map<string, string>();
  readonly #ownWords = new Map<UserId, string>();

  constructor(
    private readonly session: ChatSession,
    ownName: string | undefined,
  ) {
    this.#learn(session.userId, ownName ?? '');
  }

  of(userId: UserId, thread?: Thread): string {
    const identity = this.session.directory.identityOf(userId);
    return this.#inBook.get(identity) ?? this.#ownWords.get(userId) ?? (thread && nameIn(thread, userId)) ?? identity;
  }

  /** What a room is called by the address book. */
  ofAddress(addressId: string): string | undefined {
    return this.#inBook.get(addressId);
  }

  /** Whoever writes says what to call them; the newest word counts. */
  learnFrom({ senderId, senderDisplayName }: MessageRecord, isNews: boolean): void {
    if (senderId !== undefined && (isNews || !this.#ownWords.has(senderId))) this.#learn(senderId, senderDisplayName);
  }

  learnBook(entries: readonly AddressBookEntry[]): void {
    for (const { id, display_name } of entries)
      if (textOf(display_name) !== '') this.#inBook.set(id, textOf(display_name));
  }

  /** The address itself, which is what this library writes where there is no name, is none. */
  #learn(userId: UserId, displayName: string): void {
    if (displayName !== '' && displayName !== this.session.directory.identityOf(userId))
      this.#ownWords.set(userId, displayName);
  }
}

function nameIn({ members }: Thread, userId: UserId): string | undefined {
  const added = [...members.changes.values()].flatMap(({ system }) =>
    system?.type === 'membersAdded' ? system.members : [],
  );
  const named = [members.get(userId), ...added].find(
    (member) => member?.userId === userId && member.displayName !== '',
  );
  return named?.displayName;
}
