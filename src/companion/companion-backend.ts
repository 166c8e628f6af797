import {
  type ChatBackend,
  decodeMember,
  type MemberDraft,
  type MemberRecord,
  type MessageDraft,
  type MessageId,
  type MessageRecord,
  type Metadata,
  type Page,
  readDocument,
  type ReceiptRecord,
  type ThreadDraft,
  type ThreadId,
  type ThreadRecord,
  type ThreadSummary,
  type UserId,
  writeDocument,
} from '../core/index.js';
import { type CompanionRequest, segment } from './companion-requests.js';
import { ACS_ROOM, sizeOf } from './document-marks.js';
import { ELSEWHERE, type MemberDocuments } from './member-documents.js';
import { parseThreadRecord } from './parse-thread-record.js';
import type { ServiceParticipant } from './service-participant.js';
import type { ThreadDocuments } from './thread-documents.js';

/** Above this many members, ACS keeps no read receipts. The service participant counts, too. */
const MOST_WITH_RECEIPTS = 20;

export interface CompanionBackendOptions {
  readonly backend: ChatBackend;
  readonly request: CompanionRequest;
  readonly documents: ThreadDocuments;
  readonly members: MemberDocuments;
  readonly service: ServiceParticipant;
}

/**
 * ACS, and beside it the companion for what ACS has no place for: attributes of any size, unique names, receipts in large
 * threads. The companion's own participant is in every thread that is made here, and seen by nobody.
 */
export class CompanionBackend implements ChatBackend {
  readonly #acs: ChatBackend;
  /** Of threads being loaded: what the receipts are about, only these can tell. */
  readonly #loading = new Map<ThreadId, Promise<unknown>>();
  readonly #sizes = new Map<ThreadId, Promise<number>>();

  constructor(private readonly options: CompanionBackendOptions) {
    this.#acs = options.backend;
  }

  get userId(): UserId {
    return this.#acs.userId;
  }

  listThreads(): Promise<Page<ThreadSummary>> {
    return this.#acs.listThreads();
  }

  async getThread(threadId: ThreadId): Promise<ThreadRecord> {
    const loading = this.#acs.getThread(threadId);
    this.#loading.set(threadId, loading);
    const record = await loading.finally(() => this.#loading.delete(threadId));
    return this.#show(record);
  }

  async createThread(draft: ThreadDraft): Promise<ThreadRecord> {
    const { attributes: _, ...names } = readDocument(draft.metadata);
    const isSmall = sizeOf(draft.metadata) <= ACS_ROOM;
    const metadata = isSmall
      ? draft.metadata
      : { ...draft.metadata, ...writeDocument(names as Record<string, string>) };
    const record = await this.#create({ ...draft, metadata });
    const shown = await this.#show(record);
    if (isSmall) return shown;
    try {
      await this.options.documents.change(record.id, { visible: draft.metadata });
    } catch (error) {
      // Nothing half-made stays.
      await this.#acs.deleteThread(record.id).catch(() => undefined);
      throw error;
    }
    return { ...shown, metadata: draft.metadata };
  }

  async updateThread(threadId: ThreadId, { topic, metadata }: { topic?: string; metadata?: Metadata }): Promise<void> {
    const { documents } = this.options;
    const before = documents.nameOf(threadId);
    const name = metadata ? readDocument(metadata)['uniqueName'] : before;
    if (name !== before) await this.#rename(threadId, name);
    try {
      await documents.change(threadId, { topic, visible: metadata });
    } catch (error) {
      if (name !== before) await this.#rename(threadId, before).catch(() => undefined);
      throw error;
    }
  }

  deleteThread(threadId: ThreadId): Promise<void> {
    return this.#acs.deleteThread(threadId);
  }

  async listMessages(threadId: ThreadId, pageSize: number): Promise<Page<MessageRecord>> {
    const page = await this.#acs.listMessages(threadId, pageSize);
    return mapPage(page, (items) => items.map((item) => this.options.service.hideIn(item)));
  }

  async getMessage(threadId: ThreadId, messageId: MessageId): Promise<MessageRecord> {
    return this.options.service.hideIn(await this.#acs.getMessage(threadId, messageId));
  }

  sendMessage(threadId: ThreadId, draft: MessageDraft): Promise<{ readonly id: MessageId }> {
    return this.#acs.sendMessage(threadId, draft);
  }

  updateMessage(
    threadId: ThreadId,
    messageId: MessageId,
    patch: { text?: string; metadata?: Metadata },
  ): Promise<void> {
    return this.#acs.updateMessage(threadId, messageId, patch);
  }

  deleteMessage(threadId: ThreadId, messageId: MessageId): Promise<void> {
    return this.#acs.deleteMessage(threadId, messageId);
  }

  async listMembers(threadId: ThreadId): Promise<Page<MemberRecord>> {
    const { documents, members, service } = this.options;
    const page = await this.#acs.listMembers(threadId);
    const isKept = documents.marksOf(threadId).participants !== undefined;
    // Without the companion, what ACS says goes.
    if (isKept) await members.load(threadId).catch((error: unknown) => documents.noteFailure(error));
    else members.markEmpty(threadId);
    return mapPage(page, (items) => service.without(items).map((member) => members.show(threadId, member)));
  }

  async addMember(threadId: ThreadId, member: MemberDraft): Promise<void> {
    const { documents, members } = this.options;
    const isLarge = sizeOf(member.metadata) > ACS_ROOM;
    const isKept = documents.marksOf(threadId).participants !== undefined;
    if (isKept) await members.load(threadId);
    // Whoever was here before may have left something behind, which would go before what they carry now.
    const isStored = isLarge || members.has(threadId, member.userId);
    const { attributes } = decodeMember(member.metadata);
    const participants = isStored ? await members.store(threadId, member.userId, attributes) : undefined;
    await this.#acs.addMember(threadId, isLarge ? { ...member, metadata: ELSEWHERE } : member);
    if (participants !== undefined) await documents.announce(threadId, { participants });
  }

  removeMember(threadId: ThreadId, userId: UserId): Promise<void> {
    return this.#acs.removeMember(threadId, userId);
  }

  sendTyping(threadId: ThreadId): Promise<void> {
    return this.#acs.sendTyping(threadId);
  }

  async listReceipts(threadId: ThreadId): Promise<Page<ReceiptRecord>> {
    const { documents, members } = this.options;
    const page = await this.#acs.listReceipts(threadId);
    await this.#loading.get(threadId)?.catch(() => undefined);
    if (!documents.marksOf(threadId).horizons) return page;
    await members.load(threadId).catch((error: unknown) => documents.noteFailure(error));
    return { ...page, items: [...page.items, ...members.receipts(threadId)] };
  }

  async sendReceipt(threadId: ThreadId, messageId: MessageId): Promise<void> {
    if ((await this.#countMembers(threadId)) <= MOST_WITH_RECEIPTS) return this.#acs.sendReceipt(threadId, messageId);
    const { documents, members } = this.options;
    await members.storeHorizon(threadId, messageId);
    if (!documents.marksOf(threadId).horizons) await documents.announce(threadId, { horizons: true });
  }

  /** The number of members is not what it was. */
  noteMembership(threadId: ThreadId): void {
    this.#sizes.delete(threadId);
  }

  async #show(record: ThreadRecord): Promise<ThreadRecord> {
    return { ...record, metadata: await this.options.documents.show(record.id, record.topic, record.metadata) };
  }

  async #create(draft: ThreadDraft): Promise<ThreadRecord> {
    const { request, service } = this.options;
    const { uniqueName } = readDocument(draft.metadata);
    if (typeof uniqueName !== 'string') return this.#acs.createThread(service.into(draft));
    const { topic, metadata, creatorName, memberIds } = draft;
    const answer = await request(
      'POST',
      '/conversations',
      { uniqueName, topic, metadata, creatorName },
      { withAcsToken: true },
    );
    const record = parseThreadRecord(answer);
    for (const userId of memberIds) await this.#acs.addMember(record.id, { userId, metadata: {} });
    return record;
  }

  async #rename(threadId: ThreadId, uniqueName: unknown): Promise<void> {
    const path = `/conversations/${segment(threadId)}/unique-name`;
    await this.options.request('PUT', path, { uniqueName: uniqueName ?? null }, { withAcsToken: true });
  }

  /** Asked once, and again after somebody came or went. */
  #countMembers(threadId: ThreadId): Promise<number> {
    const known = this.#sizes.get(threadId);
    if (known) return known;
    const size = this.#acs
      .listMembers(threadId)
      .then(({ items, loadNext }) => items.length + (loadNext ? MOST_WITH_RECEIPTS : 0));
    this.#sizes.set(threadId, size);
    size.catch(() => this.#sizes.delete(threadId));
    return size;
  }
}

function mapPage<T>({ items, loadNext }: Page<T>, map: (items: readonly T[]) => readonly T[]): Page<T> {
  return { items: map(items), ...(loadNext && { loadNext: async () => mapPage(await loadNext(), map) }) };
}
