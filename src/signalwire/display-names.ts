import { type ChatSession, itemsOf, type MessageRecord, textOf, type UserId } from '../core/index.js';
import type { AddressBookEntry } from './glue.js';

/** What to call people: as the app's address book says, else as the service shows them, else by their address. */
export class DisplayNames {
  readonly #ofAddresses = new Map<string, string>();
  readonly #ofUsers = new Map<UserId, string>();

  constructor(
    private readonly session: ChatSession,
    ownName: string | undefined,
  ) {
    if (ownName !== undefined) this.#learn(session.userId, ownName);
    session.events.on('membersNamed', ({ members }) => {
      for (const { userId, displayName } of members) this.#learn(userId, displayName);
    });
  }

  of(userId: UserId): string {
    const identity = this.session.directory.identityOf(userId);
    return this.#ofAddresses.get(identity) ?? this.#ofUsers.get(userId) ?? identity;
  }

  /** What a room is called by the address book. */
  ofAddress(addressId: string): string | undefined {
    return this.#ofAddresses.get(addressId);
  }

  /** Whoever writes says what to call them; the newest word counts. */
  learnFrom({ senderId, senderDisplayName }: MessageRecord, isNews: boolean): void {
    if (senderId !== undefined && (isNews || !this.#ofUsers.has(senderId))) this.#learn(senderId, senderDisplayName);
  }

  learnBook(entries: readonly AddressBookEntry[]): void {
    for (const { id, display_name } of itemsOf(entries) as AddressBookEntry[])
      if (textOf(display_name) !== '') this.#ofAddresses.set(id, textOf(display_name));
  }

  #learn(userId: UserId, displayName: string): void {
    if (displayName !== '') this.#ofUsers.set(userId, displayName);
  }
}
