import { readPageSize, readSeconds } from './arguments.js';
import type { ChatServices } from './chat-services.js';
import { MESSAGES } from './errors.js';
import type { HistoryOptions } from './history.js';
import { type ListOptions, type ListReader, openPages } from './pages.js';
import type { ConversationMessage, PaginatedResult } from './types.js';

/** What cannot be done, where it cannot. */
export const READING = 'read messages';

/** What of the history is wanted, logs included. */
export function readHistoryOptions(params: unknown): HistoryOptions {
  return {
    withLogs: true,
    since: readSeconds(params, 'since', READING),
    until: readSeconds(params, 'until', READING),
  };
}

/** Pages of messages, as long as the client is connected. */
export async function openMessages(
  services: ChatServices,
  params: unknown,
  beyond: ListOptions<unknown>['beyond'],
  open: () => Promise<ListReader<ConversationMessage>>,
): Promise<PaginatedResult<ConversationMessage>> {
  const pageSize = readPageSize(params, READING);
  const openWhileConnected = async (): Promise<ListReader<ConversationMessage>> => {
    const read = await services.whileOpen(open);
    return (count) => services.whileOpen(() => read(count));
  };
  return openPages({ open: openWhileConnected, pageSize, beyond, failure: MESSAGES });
}
