import { CODES, toBasicError } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';
import { displayable } from './displayable.js';
import { isFile } from './message-list.js';
import type { FilePart } from './parts.js';
import type { StoredMessage } from './stored-message.js';

/**
 * Loads the files of a message that have no address yet, and tells of each that is there. What fails is told by
 * `messages:error` alone: pages that draw everything anew after each change ask again then, and would do so for ever.
 */
export function createImageLinks(core: ConversationCore, messageId: string): void {
  const message = core.list.find(messageId);
  if (!message || message.data.isFetchingLinks) return;
  const missing = filesOf(message).filter(([part]) => part.url === undefined);
  if (missing.length === 0) return;
  message.data.isFetchingLinks = true;
  let left = missing.length;
  for (const [part, position] of missing)
    void load(core, message, position).then(
      (file) => {
        core.client.events.post(() => {
          left -= 1;
          // It may have been changed or taken away meanwhile.
          const current = core.list.get(message.thread, messageId);
          if (!current) return [];
          part.url = part.thumbnailUrl = URL.createObjectURL(file);
          if (left === 0) current.data.isFetchingLinks = false;
          return [['messages:change', core.key]];
        });
      },
      (error: unknown) => {
        core.client.events.post(() => {
          left -= 1;
          const current = core.list.get(message.thread, messageId);
          if (current && left === 0) current.data.isFetchingLinks = false;
          return [];
        });
        core.client.events.messagesError(toBasicError(error, CODES.fetchMessages));
      },
    );
}

const filesOf = ({ data }: StoredMessage): [FilePart, number][] =>
  data.parts.filter(isFile).map((part, i) => [part, i]);

async function load({ client }: ConversationCore, { media, thread }: StoredMessage, position: number): Promise<Blob> {
  const file = media[position];
  if (!file) throw new Error('unable to load the file; the message has none there');
  const { link } = await client.connection.ready();
  return displayable(await link.download(file, thread.id, client.lifetime.signal));
}
