import type { ChatClient, ChatParticipant } from '@azure/communication-chat';
import { createIdentifierFromRawId } from '@azure/communication-common';
import {
  type ChatBackend,
  type MemberDraft,
  type MemberRecord,
  type MessageDraft,
  type MessageId,
  type MessageRecord,
  type Metadata,
  type Page,
  type ReceiptRecord,
  type ThreadDraft,
  type ThreadId,
  type ThreadRecord,
  type ThreadSummary,
  type TokenSource,
  type UserId,
  fieldsOf,
  idOf,
} from '../core/index.js';
import { unreadableReplyError } from './acs-error.js';
import { type AcsCall, AcsRequester } from './acs-requester.js';
import { incompleteThreadError, memberRefusedError, parseInvalidMembers } from './invalid-participants.js';
import { parseMember } from './member-parser.js';
import { parseMessage } from './message-parser.js';
import { readPage } from './page-reader.js';
import { parseReceipt } from './receipt-parser.js';
import { ThreadClientCache } from './thread-client-cache.js';
import { parseThread, parseThreadSummary } from './thread-parser.js';

/** What {@link AcsChatBackend} works with. */
export interface AcsChatBackendOptions {
  /** From {@link createAcsChatClient}: a client that retries by itself would make more than one request per call. */
  readonly client: ChatClient;
  readonly userId: UserId;
  readonly tokens: TokenSource;
}

/** {@inheritDoc ChatBackend} On the official chat client of Azure Communication Services. */
export class AcsChatBackend implements ChatBackend {
  readonly userId: UserId;
  readonly #client: ChatClient;
  readonly #requester: AcsRequester;
  readonly #threads: ThreadClientCache;

  constructor({ client, userId, tokens }: AcsChatBackendOptions) {
    this.userId = userId;
    this.#client = client;
    this.#requester = new AcsRequester(tokens);
    this.#threads = new ThreadClientCache(client);
  }

  listThreads(): Promise<Page<ThreadSummary>> {
    return readPage(this.#requester, {
      operation: 'list the threads',
      list: (options) => this.#client.listChatThreads(options),
      parseItem: parseThreadSummary,
    });
  }

  getThread(threadId: ThreadId): Promise<ThreadRecord> {
    const call: AcsCall = (options) => this.#threads.get(threadId).getProperties(options);
    return this.#fetch('get the thread', call, parseThread);
  }

  async createThread({ topic, metadata, memberIds, creatorName }: ThreadDraft): Promise<ThreadRecord> {
    const operation = 'create the thread';
    const participants: ChatParticipant[] = memberIds.map((id) => ({ id: createIdentifierFromRawId(id) }));
    // A member in any case; being named here only gives them a name.
    if (creatorName !== undefined)
      participants.push({ id: createIdentifierFromRawId(this.userId), displayName: creatorName });
    const draft = { participants, ...optionalMetadata(metadata) };
    const reply = await this.#requester.send(operation, (options) =>
      this.#client.createChatThread({ topic }, { ...draft, ...options }),
    );
    const thread = parseThread(fieldsOf(reply.body)['chatThread']);
    if (thread === undefined) throw unreadableReplyError(operation, reply);
    const invalidMembers = parseInvalidMembers(reply.body);
    if (invalidMembers.length > 0) throw incompleteThreadError({ thread, invalidMembers });
    return thread;
  }

  updateThread(threadId: ThreadId, patch: { topic?: string; metadata?: Metadata }): Promise<void> {
    return this.#perform('update the thread', (options) =>
      this.#threads.get(threadId).updateProperties({ ...patch, ...options }),
    );
  }

  deleteThread(threadId: ThreadId): Promise<void> {
    return this.#perform('delete the thread', (options) => this.#client.deleteChatThread(threadId, options));
  }

  listMessages(threadId: ThreadId, pageSize: number): Promise<Page<MessageRecord>> {
    return readPage(this.#requester, {
      operation: 'list the messages',
      list: (options) => this.#threads.get(threadId).listMessages({ maxPageSize: pageSize, ...options }),
      parseItem: parseMessage,
    });
  }

  getMessage(threadId: ThreadId, messageId: MessageId): Promise<MessageRecord> {
    const call: AcsCall = (options) => this.#threads.get(threadId).getMessage(messageId, options);
    return this.#fetch('get the message', call, parseMessage);
  }

  sendMessage(threadId: ThreadId, draft: MessageDraft): Promise<{ readonly id: MessageId }> {
    const { text, metadata, senderDisplayName } = draft;
    const extras = { ...optionalMetadata(metadata), ...(senderDisplayName !== undefined && { senderDisplayName }) };
    const call: AcsCall = (options) =>
      this.#threads.get(threadId).sendMessage({ content: text }, { type: 'text', ...extras, ...options });
    return this.#fetch('send the message', call, parseSentMessage);
  }

  updateMessage(
    threadId: ThreadId,
    messageId: MessageId,
    { text, metadata }: { text?: string; metadata?: Metadata },
  ): Promise<void> {
    const patch = { ...(text !== undefined && { content: text }), ...(metadata !== undefined && { metadata }) };
    return this.#perform('update the message', (options) =>
      this.#threads.get(threadId).updateMessage(messageId, { ...patch, ...options }),
    );
  }

  deleteMessage(threadId: ThreadId, messageId: MessageId): Promise<void> {
    return this.#perform('delete the message', (options) =>
      this.#threads.get(threadId).deleteMessage(messageId, options),
    );
  }

  listMembers(threadId: ThreadId): Promise<Page<MemberRecord>> {
    return readPage(this.#requester, {
      operation: 'list the members',
      list: (options) => this.#threads.get(threadId).listParticipants(options),
      parseItem: parseMember,
    });
  }

  /** Also takes since when the member may read: what ACS does without is not documented for members added later. */
  async addMember(
    threadId: ThreadId,
    { userId, metadata, ...extras }: MemberDraft & { readonly shareHistoryTime?: Date },
  ): Promise<void> {
    const participants = [
      { id: createIdentifierFromRawId(userId), ...optionalMetadata(metadata), ...extras } as ChatParticipant,
    ];
    const reply = await this.#requester.send('add the member', (options) =>
      this.#threads.get(threadId).addParticipants({ participants }, options),
    );
    const [invalidMember] = parseInvalidMembers(reply.body);
    if (invalidMember !== undefined) throw memberRefusedError(invalidMember);
  }

  removeMember(threadId: ThreadId, userId: UserId): Promise<void> {
    return this.#perform('remove the member', (options) =>
      this.#threads.get(threadId).removeParticipant(createIdentifierFromRawId(userId), options),
    );
  }

  sendTyping(threadId: ThreadId): Promise<void> {
    // A thread client silently skips what comes within 8 s of its last one. How often to send is not decided here, so
    // each goes out through a thread client that has not sent any.
    return this.#perform('send the typing notification', (options) =>
      this.#client.getChatThreadClient(threadId).sendTypingNotification(options),
    );
  }

  listReceipts(threadId: ThreadId): Promise<Page<ReceiptRecord>> {
    return readPage(this.#requester, {
      operation: 'list the read receipts',
      list: (options) => this.#threads.get(threadId).listReadReceipts(options),
      parseItem: parseReceipt,
    });
  }

  sendReceipt(threadId: ThreadId, messageId: MessageId): Promise<void> {
    return this.#perform('send the read receipt', (options) =>
      this.#threads.get(threadId).sendReadReceipt({ chatMessageId: messageId }, options),
    );
  }

  /** For operations whose answer tells nothing but success. */
  async #perform(operation: string, call: AcsCall): Promise<void> {
    await this.#requester.send(operation, call);
  }

  async #fetch<T>(operation: string, call: AcsCall, parse: (body: unknown) => T | undefined): Promise<T> {
    const reply = await this.#requester.send(operation, call);
    const result = parse(reply.body);
    if (result === undefined) throw unreadableReplyError(operation, reply);
    return result;
  }
}

/** Metadata that is worth a field. */
function optionalMetadata(metadata: Metadata): { metadata?: Metadata } {
  return Object.keys(metadata).length === 0 ? {} : { metadata };
}

function parseSentMessage(body: unknown): { readonly id: MessageId } | undefined {
  const id = idOf(fieldsOf(body)['id']);
  return id === '' ? undefined : { id };
}
