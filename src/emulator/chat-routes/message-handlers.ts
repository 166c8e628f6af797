import type { Behaviour } from '../behaviour.js';
import { refuse } from '../errors.js';
import { readFields, readOptionalString, readOptionalStrings, readString, wrong, type Fields } from '../http/fields.js';
import { formatLinkTime, readPageSize, readStartTime, readSyncState, toNextLink, toSyncState } from '../http/paging.js';
import { MESSAGE_PAGE_SIZE } from '../limits.js';
import type { MessagePage } from '../store/message-log.js';
import type { Metadata } from '../store/records.js';
import { param, type ChatHandler, type ChatRequest, type ChatServices } from './chat-request.js';
import { toWireMessage } from './wire.js';

export const sendMessage: ChatHandler = (request, services) => {
  const fields = readFields(request.body, 'body');
  const content = readContent(readString(fields, 'content'), services);
  const type = readOptionalString(fields, 'type') ?? 'text';
  if (type !== 'text' && type !== 'html') throw wrong('type', 'text or html');
  const senderDisplayName = readOptionalString(fields, 'senderDisplayName') ?? '';
  const metadata = readMessageMetadata(fields, services) ?? {};
  checkSize(content, metadata, services);
  const threadId = param(request, 'threadId');
  const { id } = services.store.messages.send(threadId, request.caller.userId, {
    type,
    content,
    senderDisplayName,
    metadata,
  });
  const location = `${request.origin}/chat/threads/${threadId}/messages/${id}`;
  return { status: 201, body: { id: String(id) }, headers: { Location: location } };
};

export const listMessages: ChatHandler = (request, services) => {
  const size = readPageSize(request.query, {
    usual: MESSAGE_PAGE_SIZE,
    most: services.limits.messagePageMax,
    aboveMost: services.behaviour.pageSizeAboveMax,
  });
  const threadId = param(request, 'threadId');
  const startTime = readStartTime(request.query);
  const cursor = readCursor(request.query, threadId);
  const page = services.store.messages.list(threadId, request.caller.userId, {
    size,
    ...(startTime === undefined ? {} : { startTime }),
    ...(cursor ? { below: cursor.below } : {}),
    ...(cursor && services.behaviour.lateMessagesInPages ? { above: cursor.top } : {}),
  });
  const syncState = continuation(threadId, page, cursor?.top);
  const link = { startTime: formatLinkTime(startTime ?? 0), maxPageSize: size, 'api-version': request.apiVersion };
  const path = `/chat/threads/${threadId}/messages`;
  const more = syncState === undefined ? {} : { nextLink: toNextLink(request.origin, path, { syncState, ...link }) };
  return { status: 200, body: { value: page.messages.map(toWireMessage), ...more } };
};

export const getMessage: ChatHandler = (request, { store }) => ({
  status: 200,
  body: toWireMessage(
    store.messages.get(param(request, 'threadId'), request.caller.userId, param(request, 'messageId')),
  ),
});

export const updateMessage: ChatHandler = (request, services) => {
  const fields = readFields(request.body, 'body');
  const content = fields['content'] === undefined ? undefined : readContent(readString(fields, 'content'), services);
  const metadata = readMessageMetadata(fields, services);
  const threadId = param(request, 'threadId');
  const messageId = param(request, 'messageId');
  checkPatchedSize(request, services, { content, metadata });
  services.store.messages.edit(threadId, request.caller.userId, messageId, {
    ...(content === undefined ? {} : { content }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  return { status: 204 };
};

export const deleteMessage: ChatHandler = (request, { store }) => {
  store.messages.delete(param(request, 'threadId'), request.caller.userId, param(request, 'messageId'));
  return { status: 204 };
};

function readContent(content: string, { behaviour }: ChatServices): string {
  if (content === '' && behaviour.emptyContent === 'reject') throw wrong('content', 'a text that is not empty');
  return content;
}

function readMessageMetadata(fields: Fields, { behaviour }: ChatServices): Metadata | undefined {
  return readOptionalStrings(fields, 'metadata', behaviour.nullMetadataValue);
}

interface PatchedParts {
  content: string | undefined;
  metadata: Metadata | undefined;
}

/** A patch may be small and still make the whole too large. */
function checkPatchedSize(request: ChatRequest, services: ChatServices, { content, metadata }: PatchedParts): void {
  const { body } = services.store.messages.get(
    param(request, 'threadId'),
    request.caller.userId,
    param(request, 'messageId'),
  );
  if (body.type !== 'text' && body.type !== 'html') return;
  const kept = services.behaviour.messageMetadataPatch === 'merge' || !metadata ? body.metadata : {};
  checkSize(content ?? body.content, { ...kept, ...metadata }, services);
}

function checkSize(content: string, metadata: Metadata, { behaviour, limits }: ChatServices): void {
  const counted = behaviour.messageSizeCounts === 'content' ? [] : Object.entries(metadata).flat();
  const size = [content, ...counted].reduce((sum, text) => sum + sizeOf(text, behaviour.messageSizeUnit), 0);
  if (size > limits.messageBytes) throw refuse.badRequest('A message may take up to 28 KB.', 'content');
}

function sizeOf(text: string, unit: Behaviour['messageSizeUnit']): number {
  return unit === 'utf8' ? Buffer.byteLength(text) : text.length * 2;
}

interface Cursor {
  below: number;
  top: number;
}

/** Like the service's, it holds the thread and two versions: where to go on, and the newest one of the first page. */
function continuation(threadId: string, { messages, continueBelow }: MessagePage, top = 0): string | undefined {
  if (continueBelow === undefined) return undefined;
  return toSyncState([threadId, continueBelow, Math.max(top, messages[0]?.version ?? 0)]);
}

function readCursor(query: URLSearchParams, expectedThreadId: string): Cursor | undefined {
  const state = readSyncState(query);
  if (!state) return undefined;
  const [threadId, below, top] = state;
  if (threadId !== expectedThreadId || typeof below !== 'number' || typeof top !== 'number') {
    throw wrong('syncState', 'one that the service issued for this thread');
  }
  return { below, top };
}
