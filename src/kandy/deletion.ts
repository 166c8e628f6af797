import { ChatError, type Thread } from '../core/index.js';
import { CODES } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';
import type { StoredMessage } from './stored-message.js';

/** Each message by itself: one that cannot be deleted does not keep the others. */
export function deleteMessages(core: ConversationCore, messageIds: readonly unknown[]): void {
  for (const messageId of [messageIds].flat())
    core.run(CODES.unknown, async () => {
      const message = core.list.find(String(messageId));
      if (!message)
        throw new ChatError('not-found', 'unable to delete the message; the conversation has none of that id');
      if (core.client.settings.deleteMessages === 'locally') hide(core, message);
      else await deleteForEveryone(core, message);
    });
}

function hide(core: ConversationCore, message: StoredMessage): void {
  core.client.events.post(() => {
    if (!core.list.get(message.thread, message.record.id)) return [];
    core.list.hide(message);
    return [['messages:change', { ...core.key, messageId: message.record.id }]];
  });
}

/** The session tells when it is gone. */
async function deleteForEveryone(core: ConversationCore, { thread, record }: StoredMessage): Promise<void> {
  const { session, users } = await core.client.connection.ready();
  if (record.senderId !== users.ownId)
    throw new ChatError('forbidden', 'unable to delete the message; only its sender may delete it for everyone');
  await session.deleteMessage(thread, record.id);
}

export function deleteConversation(core: ConversationCore): void {
  const { client } = core;
  core.run(CODES.unknown, async () => {
    const way = client.settings.deleteConversation;
    const threads = way === 'locally' ? await knownThreads(core) : await deleteThreads(core, way);
    client.events.post(() => {
      client.conversations.remove(core, core.hideAll(threads));
      return [['conversations:change', client.conversations.cores.map(({ key }) => key)]];
    });
  });
}

async function deleteThreads(core: ConversationCore, way: 'leave' | 'deleteThread'): Promise<readonly Thread[]> {
  const { chat, threads } = await core.threads();
  const { session, users } = chat;
  await Promise.all(
    threads.map((thread) =>
      way === 'leave' ? session.removeMember(thread, users.ownId) : session.deleteThread(thread),
    ),
  );
  return threads;
}

/** What cannot be found does not have to be hidden. */
async function knownThreads(core: ConversationCore): Promise<readonly Thread[]> {
  if (!core.client.connection.current) return [];
  return core.threads().then(
    ({ threads }) => threads,
    () => [],
  );
}
