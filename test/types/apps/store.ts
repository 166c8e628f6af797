/** A store that copies what it shows, and keeps the objects for later calls. */
import type {
  Client,
  Conversation,
  ConversationUpdatedEventArgs,
  JSONValue,
  Media,
  Message,
  MessageUpdateReason,
  Paginator,
  Participant,
  ParticipantUpdatedEventArgs,
  User,
  UserUpdateReason,
} from '@twilio/conversations';

interface MessageRow {
  sid: string;
  author: string;
  text: string | null;
  at: Date | null;
  attributes: JSONValue;
  files: Media[];
  isRead: boolean;
}

type ConversationRow = Pick<Conversation, 'sid' | 'friendlyName' | 'uniqueName' | 'status' | 'notificationLevel'> & {
  unread: number;
};

export class Store {
  readonly objects = new Map<string, Conversation>();
  readonly rows = new Map<string, ConversationRow>();

  static toRow(message: Message): MessageRow {
    const { sid, body, author, dateCreated, attributes, attachedMedia, aggregatedDeliveryReceipt: receipt } = message;
    return {
      sid,
      author: author ?? 'system',
      text: body,
      at: dateCreated,
      attributes,
      files: attachedMedia ?? [],
      isRead: receipt?.read === 'all' || (receipt?.total ?? 0) === 0,
    };
  }

  async put(conversation: Conversation): Promise<void> {
    const { sid, friendlyName, uniqueName, status, notificationLevel } = conversation;
    this.objects.set(sid, conversation);
    const unread = (await conversation.getUnreadMessagesCount()) ?? (await conversation.getMessagesCount());
    this.rows.set(sid, { sid, friendlyName, uniqueName, status, notificationLevel, unread });
  }

  follow(client: Client): void {
    client.on('conversationAdded', (conversation) => void this.put(conversation));
    client.on('conversationUpdated', ({ conversation }: ConversationUpdatedEventArgs) => void this.put(conversation));
    client.on('participantUpdated', (data: ParticipantUpdatedEventArgs) => {
      console.log(data.participant.lastReadMessageIndex, data.participant.lastReadTimestamp?.toISOString());
    });
    client.on('userUpdated', ({ user, updateReasons }: { user: User; updateReasons: UserUpdateReason[] }) => {
      if (updateReasons.includes('reachabilityOnline')) console.log(user.identity, user.isOnline === true);
    });
    client.on('messageUpdated', async ({ message, updateReasons }) => {
      const seen: MessageUpdateReason[] = updateReasons;
      console.log(Store.toRow(message), seen.length, await message.getParticipant());
    });
  }

  async all(first: Paginator<Message>): Promise<MessageRow[]> {
    const rows: MessageRow[] = [];
    let page: Paginator<Message> | null = first;
    while (page) {
      rows.push(...page.items.map(Store.toRow));
      page = page.hasPrevPage ? await page.prevPage() : null;
    }
    return rows;
  }
}

export async function open(client: Client, uniqueName: string, guests: string[]): Promise<Conversation> {
  let conversation: Conversation;
  try {
    conversation = await client.getConversationByUniqueName(uniqueName);
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
    conversation = await client.createConversation({ uniqueName, friendlyName: uniqueName, attributes: { guests } });
    await conversation.join();
  }
  if (conversation.state?.current === 'closed') await conversation.delete();
  for (const guest of guests) await conversation.add(guest, { invited: true, by: client.user.identity });
  const participants: Participant[] = await conversation.getParticipants();
  const known = await Promise.all(participants.map((participant) => participant.getUser()));
  console.log(known.map((user) => user.friendlyName ?? user.identity));
  const me = await conversation.getParticipantByIdentity(client.user.identity);
  await me?.updateAttributes({ ...(me.attributes as object), seen: [1, 2, null, { deep: true }] });
  await conversation.updateAttributes('a text').then((same) => same.updateUniqueName(null));
  await conversation.setUserNotificationLevel('muted');
  await conversation.updateLastReadMessageIndex(null);
  const read: number = await conversation.setAllMessagesRead();
  console.log(read, conversation.limits.mediaAttachmentsCountLimit, conversation.bindings.email?.projected_address);
  return conversation;
}
