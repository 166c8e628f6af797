import {
  encodeMember,
  fieldsOf,
  isSameJson,
  itemsOf,
  type Json,
  type MemberRecord,
  type Metadata,
  readDocument,
  type ReceiptRecord,
  dateOf,
  type ServiceEvent,
  textOf,
  type ThreadId,
  type UserId,
  writeDocument,
} from '../core/index.js';
import { type CompanionRequest, segment, SHORT_PATIENCE_MS } from './companion-requests.js';

interface MemberDocument {
  /** `undefined`: they carry what ACS says. */
  readonly attributes: Json | undefined;
  readonly receipt: ReceiptRecord | undefined;
}

interface Documents {
  readonly revision: number;
  readonly byUser: ReadonlyMap<UserId, MemberDocument>;
}

interface MemberDocumentsOptions {
  readonly request: CompanionRequest;
  readonly tell: (event: ServiceEvent) => void;
}

/** What members of threads carry, where the companion keeps it: ACS fixes it at the moment they are added. */
export class MemberDocuments {
  readonly #documents = new Map<ThreadId, Documents>();
  readonly #loading = new Map<ThreadId, Promise<Documents>>();

  constructor(private readonly options: MemberDocumentsOptions) {}

  /** Whether somebody has looked at the members of this thread: only then do their changes concern anybody. */
  isKnown(threadId: ThreadId): boolean {
    return this.#documents.has(threadId);
  }

  revisionOf(threadId: ThreadId): number {
    return this.#documents.get(threadId)?.revision ?? 0;
  }

  /** Reads them anew; calls at the same time share it. Tells what is different from before. @throws ChatError */
  async load(threadId: ThreadId): Promise<void> {
    const loading = this.#loading.get(threadId) ?? this.#read(threadId).finally(() => this.#loading.delete(threadId));
    this.#loading.set(threadId, loading);
    const [before, after] = [this.#documents.get(threadId), await loading];
    if (this.#documents.get(threadId) === after) return;
    this.#documents.set(threadId, after);
    if (!before) return;
    const changed = [...after.byUser].filter(
      ([userId, { attributes }]) =>
        attributes !== undefined && !isSameJson(attributes, before.byUser.get(userId)?.attributes),
    );
    const members = changed.map(([userId]) => this.show(threadId, { userId, displayName: '', metadata: {} }));
    if (members.length > 0) this.options.tell({ type: 'membersChanged', threadId, members });
  }

  /** Nothing of it is at the companion. */
  markEmpty(threadId: ThreadId): void {
    if (!this.isKnown(threadId)) this.#documents.set(threadId, { revision: 0, byUser: new Map() });
  }

  show(threadId: ThreadId, member: MemberRecord): MemberRecord {
    const attributes = this.#documents.get(threadId)?.byUser.get(member.userId)?.attributes;
    return attributes === undefined
      ? member
      : { ...member, metadata: { ...member.metadata, ...metadataFor(attributes) } };
  }

  has(threadId: ThreadId, userId: UserId): boolean {
    return this.#documents.get(threadId)?.byUser.get(userId)?.attributes !== undefined;
  }

  receipts(threadId: ThreadId): ReceiptRecord[] {
    return [...(this.#documents.get(threadId)?.byUser.values() ?? [])].flatMap(({ receipt }) => receipt ?? []);
  }

  /** @returns the revision to announce @throws ChatError */
  async store(threadId: ThreadId, userId: UserId, attributes: Json): Promise<number> {
    const path = `/conversations/${segment(threadId)}/participants/${segment(userId)}/attributes`;
    const answer = await this.options.request('PUT', path, { attributes }, { withAcsToken: true });
    const revision = Number(fieldsOf(answer)['revision']);
    const { byUser = new Map<UserId, MemberDocument>() } = this.#documents.get(threadId) ?? {};
    const before = byUser.get(userId);
    const changed = new Map(byUser).set(userId, { receipt: before?.receipt, attributes });
    if (this.isKnown(threadId)) this.#documents.set(threadId, { revision: this.revisionOf(threadId), byUser: changed });
    return revision;
  }

  /** One's own horizon. @throws ChatError */
  async storeHorizon(threadId: ThreadId, messageId: string): Promise<void> {
    await this.options.request(
      'PUT',
      `/conversations/${segment(threadId)}/last-read`,
      { messageId },
      { withAcsToken: true },
    );
  }

  async #read(threadId: ThreadId): Promise<Documents> {
    const path = `/conversations/${segment(threadId)}/participants`;
    const { participants, revision } = fieldsOf(
      await this.options.request('GET', path, undefined, { withAcsToken: true, patienceMs: SHORT_PATIENCE_MS }),
    );
    const byUser = new Map<UserId, MemberDocument>();
    for (const item of itemsOf(participants)) {
      const { userId, attributes, lastReadMessageId, lastReadOn } = fieldsOf(item);
      const [user, messageId] = [textOf(userId), textOf(lastReadMessageId)];
      const receipt =
        messageId === '' ? undefined : { userId: user, messageId, readOn: dateOf(lastReadOn) ?? new Date() };
      if (user !== '') byUser.set(user, { attributes: attributes as Json | undefined, receipt });
    }
    return { revision: Number(revision), byUser };
  }
}

/** In the metadata of a member whose attributes are at the companion from the start. */
export const ELSEWHERE: Metadata = writeDocument({ elsewhere: true });

export const isElsewhere = (metadata: Metadata): boolean => readDocument(metadata)['elsewhere'] === true;

const metadataFor = (attributes: Json): Metadata => {
  const metadata = encodeMember(attributes, Infinity);
  return Object.keys(metadata).length > 0 ? metadata : writeDocument({});
};
