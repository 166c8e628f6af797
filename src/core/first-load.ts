import type { MessageRecord, ReceiptRecord, ThreadId, ThreadRecord } from './model.js';
import { collectPages } from './pages.js';
import type { ChatBackend, Page } from './ports.js';

/** Enough for most threads to be known from their start, small enough to be asked of every thread. */
const FIRST_PAGE = 50;

/** What is asked about a thread before it is announced. */
export interface FirstLoad {
  readonly record: ThreadRecord;
  /** The newest messages. */
  readonly page: Page<MessageRecord>;
  readonly receipts: readonly ReceiptRecord[];
}

/** Makes the three requests at the same time. @throws ChatError */
export async function loadFirst(backend: ChatBackend, threadId: ThreadId): Promise<FirstLoad> {
  const [record, page, receipts] = await Promise.all([
    backend.getThread(threadId),
    backend.listMessages(threadId, FIRST_PAGE),
    collectPages(() => backend.listReceipts(threadId)),
  ]);
  return { record, page, receipts };
}
