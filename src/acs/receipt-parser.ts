import { type ReceiptRecord, dateOf, fieldsOf, idOf } from '../core/index.js';
import { parseUserId } from './identifier-parser.js';

/** @returns `undefined` when it does not say who read what. */
export function parseReceipt(value: unknown): ReceiptRecord | undefined {
  const { senderCommunicationIdentifier, chatMessageId, readOn } = fieldsOf(value);
  const [userId, messageId] = [parseUserId(senderCommunicationIdentifier), idOf(chatMessageId)];
  if (userId === undefined || messageId === '') return undefined;
  return { userId, messageId, readOn: dateOf(readOn) ?? new Date(0) };
}
