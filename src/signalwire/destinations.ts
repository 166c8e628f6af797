import { ChatError, type Thread, type ThreadId, type UserId } from '../core/index.js';
import type { ChatLink } from './chat-link.js';

/** What an address stands for: somebody, or a room. */
export type Destination =
  | { readonly peerId: UserId; readonly threadId?: undefined }
  | { readonly threadId: ThreadId; readonly peerId?: undefined };

/** What to read for an address. */
export interface ReadableDestination {
  /** All that make up the conversation. */
  readonly threads: readonly Thread[];
  /** Who is at the other end, when it is a conversation with somebody. */
  readonly peerId: UserId | undefined;
}

/**
 * Finds what addresses stand for. People go before rooms: which name a room carries is for its members to say, and must not
 * take the place of somebody's address.
 */
export class Destinations {
  constructor(private readonly link: ChatLink) {}

  /** `undefined` when nothing is known by this address. @throws ChatError when a directory fails */
  async find(addressId: string): Promise<Destination | undefined> {
    const { session, threads } = this.link;
    const peerId = await session.directory.userIdOf(addressId);
    if (peerId !== undefined) return { peerId };
    const threadId = await threads.threadIdOf(addressId);
    return threadId === undefined ? undefined : { threadId };
  }

  /** The thread to write to; created for two, entered for more. @throws ChatError */
  async open(addressId: string): Promise<Thread> {
    const { session, direct } = this.link;
    const peerId = await session.directory.userIdOf(addressId);
    return peerId === undefined ? this.link.enter(addressId) : direct.open(peerId);
  }

  /** What there is to read; for somebody nobody has written to yet, nothing. @throws ChatError `not-found`, `forbidden` */
  async read(addressId: string): Promise<ReadableDestination> {
    const { session, direct } = this.link;
    const destination = await this.find(addressId);
    if (!destination) throw unknownAddress();
    const { peerId, threadId } = destination;
    if (peerId !== undefined) return { threads: await direct.find(peerId), peerId };
    return { threads: [await session.findThread(threadId)], peerId };
  }
}

export const unknownAddress = (): ChatError =>
  new ChatError(
    'not-found',
    'unable to find the address; name its user with `identities` or its thread with `conversations`, or use an id of Azure',
    { status: 404 },
  );
