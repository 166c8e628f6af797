import { compareIds, decodeThread, type Thread } from '../core/index.js';
import { isObject } from './arguments.js';
import type { ChatServices } from './chat-services.js';
import type { Place } from './places.js';
import type { Conversation } from './types.js';

/** What a conversation can be asked for. */
export type ConversationMethods = (addressId: string) => Pick<Conversation, 'sendMessage' | 'getMessages'>;

/** The user's conversations, those first where something was written last. @throws ChatError */
export async function listConversations(
  { link, places }: ChatServices,
  methods: ConversationMethods,
): Promise<Conversation[]> {
  await link.session.allLoaded();
  const found = new Map<string, { readonly place: Place; readonly threads: Thread[] }>();
  for (const thread of link.session.threads) {
    const place = await places.of(thread);
    // Two may have created a thread each for their one conversation.
    const known = found.get(place.addressId);
    if (known) known.threads.push(thread);
    else found.set(place.addressId, { place, threads: [thread] });
  }
  // Times are exact to a second only; ids tell more.
  const newestOf = (threads: readonly Thread[]): string =>
    threads.map(({ timeline }) => timeline.newest?.record.id ?? '0').reduce((a, b) => (compareIds(a, b) < 0 ? b : a));
  return [...found.values()]
    .map(({ place, threads }) => ({ newest: newestOf(threads), conversation: toConversation(place, threads, methods) }))
    .sort(
      (a, b) =>
        b.conversation.lastMessageAt - a.conversation.lastMessageAt ||
        compareIds(b.newest, a.newest) ||
        (a.conversation.id < b.conversation.id ? -1 : 1),
    )
    .map(({ conversation }) => conversation);
}

function toConversation(
  { addressId, name }: Place,
  threads: readonly Thread[],
  methods: ConversationMethods,
): Conversation {
  const createdAt = Math.min(...threads.map(beganAt));
  const lastMessageAt = Math.max(...threads.map((thread) => newestAt(thread) ?? beganAt(thread)));
  const [attributes] = threads.map((thread) => decodeThread(thread.properties).attributes);
  return {
    id: addressId,
    addressId,
    address_id: addressId,
    name,
    metadata: isObject(attributes) ? attributes : {},
    createdAt,
    created_at: createdAt,
    lastMessageAt,
    last_message_at: lastMessageAt,
    ...methods(addressId),
  };
}

const beganAt = ({ createdOn }: Thread): number => createdOn?.getTime() ?? 0;
const newestAt = ({ timeline }: Thread): number | undefined => timeline.newest?.record.createdOn.getTime();
