import type { News } from './conversation-news.js';
import type { Destination, Destinations } from './destinations.js';

/** Whether news belong to the conversation at an address, which may have no thread yet and may have several names. */
export class AddressMatch {
  #destination: Destination | undefined;
  /** Conversations that came up while nothing was known by this address. */
  readonly #strangers = new Set<string>();

  constructor(
    private readonly addressId: string,
    private readonly destinations: Destinations,
  ) {}

  /** Without a promise when nobody has to be asked. Never rejects. */
  matches(news: News): boolean | Promise<boolean> {
    if (news.place.addressId === this.addressId) return true;
    if (this.#destination) return this.#isAt(this.#destination, news);
    const stranger = news.place.peerId ?? news.thread.id;
    return this.#strangers.has(stranger) ? false : this.#ask(news, stranger);
  }

  async #ask(news: News, stranger: string): Promise<boolean> {
    try {
      this.#destination = await this.destinations.find(this.addressId);
    } catch {
      // The directory fails. The next message asks again.
      return false;
    }
    if (this.#destination) return this.#isAt(this.#destination, news);
    this.#strangers.add(stranger);
    return false;
  }

  #isAt({ peerId, threadId }: Destination, { place, thread }: News): boolean {
    return peerId === undefined ? thread.id === threadId : place.peerId === peerId;
  }
}
