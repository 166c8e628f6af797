import { readFields, readOptionalString, readString } from '../http/fields.js';
import { param, type ChatHandler } from './chat-request.js';
import { pageByOffset } from './offset-page.js';
import { toWireReceipt } from './wire.js';

export const listReceipts: ChatHandler = (request, services) =>
  pageByOffset(request, services, 'readReceipts', (skip, size) => {
    const { items, hasMore } = services.store.receipts.list(
      param(request, 'threadId'),
      request.caller.userId,
      skip,
      size,
    );
    return { items: items.map(toWireReceipt), hasMore };
  });

export const sendReceipt: ChatHandler = (request, { store }) => {
  const messageId = readString(readFields(request.body, 'body'), 'chatMessageId');
  store.receipts.send(param(request, 'threadId'), request.caller.userId, messageId);
  return { status: 200 };
};

export const sendTyping: ChatHandler = (request, { store }) => {
  const fields = readFields(request.body ?? {}, 'body');
  const senderDisplayName = readOptionalString(fields, 'senderDisplayName') ?? '';
  store.receipts.type(param(request, 'threadId'), request.caller.userId, senderDisplayName);
  return { status: 200 };
};
