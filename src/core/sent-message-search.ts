import { ChatError } from './errors.js';
import type { MessageId, MessageRecord, ThreadId } from './model.js';
import type { ChatBackend } from './ports.js';

const PAGE_SIZE = 50;
const MAX_PAGES = 20;
/** Times in records may be rounded to seconds, and the service's clock need not run like ours. */
const MARGIN_MS = 5_000;

/**
 * Looks for a message among the newest of its thread, back to the time it can have been stored at the earliest. That is
 * one page unless the thread is very busy or the message was posted long ago.
 *
 * @param sinceMs how long ago the message was posted for the first time
 * @returns `undefined` when the thread was read and the message is not in it
 * @throws ChatError when the thread cannot be read, or not far enough back
 */
export async function findSentMessage(
  backend: Pick<ChatBackend, 'listMessages'>,
  threadId: ThreadId,
  isWanted: (record: MessageRecord) => boolean,
  sinceMs: number,
): Promise<MessageId | undefined> {
  let page = await backend.listMessages(threadId, PAGE_SIZE);
  // The service's clock is at least at the newest change, so no message posted since can have an older one than this.
  // Our own clock says nothing about the times in the list.
  const horizon = changedAt(page.items[0]) - Math.max(0, sinceMs) - MARGIN_MS;
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const found = page.items.find(isWanted);
    if (found) return found.id;
    const isFarEnough = page.items.length > 0 && !(changedAt(page.items.at(-1)) >= horizon);
    if (isFarEnough || !page.loadNext) return undefined;
    page = await page.loadNext();
  }
  throw new ChatError('service-error', 'unable to look for the message; too much happened in the thread since');
}

function changedAt(record: MessageRecord | undefined): number {
  if (!record) return 0;
  const { createdOn, editedOn, deletedOn } = record;
  return Math.max(createdOn.getTime(), editedOn?.getTime() ?? 0, deletedOn?.getTime() ?? 0);
}
