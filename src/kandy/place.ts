import { ChatError, type Thread, type UserId } from '../core/index.js';
import type { ConversationKind } from './chat-types.js';
import type { Chat } from './connection.js';

/** Where a conversation is at the service. */
export interface Place {
  /** The thread to write to; created, or entered, when it is not there yet. @throws ChatError */
  open(chat: Chat): Promise<Thread>;
  /** What there is to read. Nothing is created. @throws ChatError */
  threads(chat: Chat): Promise<readonly Thread[]>;
}

/** @param spelled the id as the app wrote it */
export function placeOf(kind: ConversationKind, spelled: string, handlePeer: (peerId: UserId) => void): Place {
  return kind === 'group' ? groupPlace(spelled) : directPlace(spelled, handlePeer);
}

function directPlace(spelled: string, handlePeer: (peerId: UserId) => void): Place {
  const peerOf = async ({ users }: Chat): Promise<UserId> => {
    const peerId = await users.userIdOf(spelled);
    if (peerId === undefined) throw unknownUser();
    handlePeer(peerId);
    return peerId;
  };
  return {
    open: async (chat) => chat.link.direct.open(await peerOf(chat)),
    threads: async (chat) => {
      const peerId = await peerOf(chat);
      await chat.session.allLoaded();
      return chat.link.direct.with(peerId);
    },
  };
}

function groupPlace(spelled: string): Place {
  const enter = async ({ link, session }: Chat): Promise<Thread> => {
    const isSame = (id: string): boolean => id.toLowerCase() === spelled.toLowerCase();
    const known = session.threads.find((thread) => isSame(thread.id) || isSame(link.threads.nameOf(thread)));
    return known ? session.findThread(known.id) : link.enter(spelled);
  };
  return { open: enter, threads: async (chat) => [await enter(chat)] };
}

/** Where nothing can be sent to: the app is told each time that it tries. */
export function nowhere(error: ChatError): Place {
  const refuse = (): Promise<never> => Promise.reject(error);
  return { open: refuse, threads: refuse };
}

export const unknownUser = (): ChatError =>
  new ChatError(
    'not-found',
    'unable to find the user; nobody is known by that id. Name its Azure user id with `identities`',
    { status: 404 },
  );
