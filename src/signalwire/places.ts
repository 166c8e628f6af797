import { decodeThread, type Thread, type ThreadId, type UserId } from '../core/index.js';
import type { ChatLink } from './chat-link.js';
import type { Destinations } from './destinations.js';
import type { DisplayNames } from './display-names.js';

/** A conversation as this user sees it. */
export interface Place {
  /** The other one's address, or the room's. */
  readonly addressId: string;
  readonly name: string;
  /** Who is at the other end; `undefined`: it is a room. */
  readonly peerId: UserId | undefined;
}

/** Which conversation a thread is, or a message in it. */
export class Places {
  /** What rooms are called by, once it is sure. */
  readonly #checked = new Map<ThreadId, { readonly name: string; readonly addressId: string }>();

  constructor(
    private readonly link: ChatLink,
    private readonly destinations: Destinations,
    private readonly names: DisplayNames,
  ) {}

  /**
   * At once, without a promise, when everything is known. Never rejects: a directory that fails leaves Azure's ids.
   * @param senderId of the message that it is about: what a third one writes into a thread of two is no part of their talk
   */
  of(thread: Thread, senderId?: UserId): Place | Promise<Place> {
    const { direct, session } = this.link;
    const peerId = direct.peerOf(thread);
    if (peerId === undefined || (senderId !== undefined && senderId !== peerId && senderId !== session.userId))
      return this.#room(thread);
    const ready = session.directory.prepare([peerId]);
    return ready ? ready.then(() => this.#talkWith(peerId, thread)) : this.#talkWith(peerId, thread);
  }

  #talkWith(peerId: UserId, thread: Thread): Place {
    return { addressId: this.link.session.directory.identityOf(peerId), name: this.names.of(peerId, thread), peerId };
  }

  #room(thread: Thread): Place | Promise<Place> {
    const name = this.link.threads.nameOf(thread);
    if (name === thread.id) return this.#roomAt(thread, name);
    const checked = this.#checked.get(thread.id);
    return checked?.name === name ? this.#roomAt(thread, checked.addressId) : this.#checkRoom(thread, name);
  }

  /** Any member can give a room any name: an address that stands for something else is not shown for it. */
  async #checkRoom(thread: Thread, name: string): Promise<Place> {
    try {
      const destination = await this.destinations.find(name);
      const addressId = destination?.threadId === thread.id ? name : thread.id;
      this.#checked.set(thread.id, { name, addressId });
      return this.#roomAt(thread, addressId);
    } catch {
      // Nobody can tell now. The next message asks again.
      return this.#roomAt(thread, thread.id);
    }
  }

  #roomAt(thread: Thread, addressId: string): Place {
    const name = this.names.ofAddress(addressId) ?? decodeThread(thread.properties).name;
    return { addressId, name: name === null || name === '' ? addressId : name, peerId: undefined };
  }
}
