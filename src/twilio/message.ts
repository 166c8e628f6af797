import {
  decodeMessage,
  encodeMessage,
  htmlOfText,
  isSameJson,
  itemsOf,
  type MessageContent,
  type MessageRecord,
  nonceOf,
  type TimelineEntry,
  toJson,
} from '../core/index.js';
import type { AggregatedDeliveryReceipt } from './aggregated-delivery-receipt.js';
import { RULES } from './argument-rules.js';
import { CancellablePromise } from './cancellable-promise.js';
import type { ChannelMetadata } from './channel-metadata.js';
import type { Conversation } from './conversation.js';
import type { DetailedDeliveryReceipt } from './detailed-delivery-receipt.js';
import { asTwilio } from './errors.js';
import type { MessageEvents } from './events.js';
import type { Media } from './media.js';
import type { Participant } from './participant.js';
import type { RecipientDescriptor } from './recipient-descriptors.js';
import { PendingChanges } from './pending-changes.js';
import { reasonsOf } from './reasons.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';
import { messageSid, participantSid } from './sids.js';
import type { ThreadView } from './thread-view.js';
import type { ContentData, JSONValue, MediaCategory, MessageType, MessageUpdateReason } from './types.js';
import { checkArguments } from './validation.js';
import { privateView } from './private-view.js';

/** What a message holds that an app made in a test, out of nothing. */
const NO_RECORD: MessageRecord = {
  id: '',
  version: '',
  kind: 'text',
  senderDisplayName: '',
  text: '',
  metadata: {},
  createdOn: new Date(0),
};

/** A message. One object per message and client; its properties change in place. */
export class Message extends ReplayEventEmitter<MessageEvents> {
  static readonly updated = 'updated';
  readonly conversation: Conversation;
  // A function, so that proxies of Vue or MobX around this object do not reach inside.
  private readonly inner: () => { readonly view: ThreadView; readonly entry: TimelineEntry };
  private record: MessageRecord;
  private content: MessageContent;
  private attached!: Media[];
  // Made with the first change: few messages are ever changed.
  private changes: PendingChanges<MessageContent> | undefined;

  /** @internal */
  constructor(view: ThreadView, entry: TimelineEntry);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(view?: ThreadView, entry?: Partial<TimelineEntry>) {
    super();
    this.conversation = view?.conversation as Conversation;
    this.inner = () => ({ view, entry }) as ReturnType<typeof this.inner>;
    this.record = entry?.record ?? NO_RECORD;
    this.content = decodeMessage(this.record);
    this.attach();
  }

  private attach(): void {
    const { media } = this.content;
    // The empty list is one for all messages: it is never handed out.
    this.attached = media.length > 0 ? media.map((each) => this.inner().view.media(each)) : (media as []);
  }

  get sid(): string {
    return messageSid(this.inner().view.thread.id, this.record.id);
  }

  /** Small, growing, and stable for the life of the client; other clients may count differently. */
  get index(): number {
    return this.inner().entry.index;
  }

  get author(): string | null {
    return this.record.senderId ? this.inner().view.identityOf(this.record.senderId) : null;
  }

  get body(): string | null {
    return this.content.text;
  }

  get subject(): string | null {
    return this.content.subject;
  }

  get contentSid(): string | null {
    return null;
  }

  get attributes(): JSONValue {
    return this.content.attributes;
  }

  get dateCreated(): Date | null {
    return this.record.createdOn;
  }

  get dateUpdated(): Date | null {
    return this.record.editedOn ?? this.record.createdOn;
  }

  /** Only the author can change a message in ACS; `null` while it was never changed. */
  get lastUpdatedBy(): string | null {
    return this.record.editedOn ? this.author : null;
  }

  get participantSid(): string | null {
    return this.record.senderId ? participantSid(this.inner().view.thread.id, this.record.senderId) : null;
  }

  get type(): MessageType {
    return this.attached.length > 0 ? 'media' : 'text';
  }

  /** @deprecated use {@link attachedMedia} */
  get media(): Media | null {
    return this.attached[0] ?? null;
  }

  get attachedMedia(): Media[] | null {
    return this.getMediaByCategories(['media']);
  }

  /**
   * `null`, as between chat participants at Twilio, unless the option `deliveryReceipts` makes one, once the participants
   * were asked for: a new object each time, and no update is announced.
   */
  get aggregatedDeliveryReceipt(): AggregatedDeliveryReceipt | null {
    const { view } = this.inner();
    const maker = view.thread.members.isLoaded ? view.services.deliveryReceipts : undefined;
    return maker?.aggregated(this, view.loadedParticipants) ?? null;
  }

  getMediaByCategories(categories: MediaCategory[]): Media[] | null {
    return this.attached.filter((media) => itemsOf(categories).includes(media.category));
  }

  /** @deprecated use {@link getMediaByCategories} */
  getMediaByCategory(categories: MediaCategory[]): Media[] | null {
    return this.getMediaByCategories(categories);
  }

  getEmailBody(_type?: string): Media | null {
    checkArguments(arguments, ...RULES.Message.getEmailBody);
    return null;
  }

  getEmailHistory(_type?: string): Media | null {
    checkArguments(arguments, ...RULES.Message.getEmailHistory);
    return null;
  }

  /** The author, while in the conversation. */
  async getParticipant(): Promise<Participant> {
    const { view } = this.inner();
    await asTwilio(view.loadParticipants());
    const participant = view.knownParticipant(this.record.senderId ?? '');
    if (participant) return participant;
    const parts = [
      this.participantSid && `SID '${this.participantSid}'`,
      this.author && `identity '${this.author}'`,
    ].filter(Boolean);
    throw new Error(`Participant ${parts.length > 0 ? `with ${parts.join(' or ')} ` : ''}was not found`);
  }

  /** Deletes the message, for everybody. Only the author may. */
  async remove(): Promise<Message> {
    const { view } = this.inner();
    await asTwilio(view.services.session.deleteMessage(view.thread, this.record.id), 'message');
    return this;
  }

  /** Resolves when the service has taken the change; the property changes with the `updated` event. */
  async updateBody(body: string): Promise<Message> {
    checkArguments(arguments, ...RULES.Message.updateBody);
    return this.change({ text: body });
  }

  /** Replaces all attributes. Resolves when the service has taken the change. */
  async updateAttributes(attributes: JSONValue): Promise<Message> {
    checkArguments(arguments, ...RULES.Message.updateAttributes);
    return this.change({ attributes: toJson(attributes) });
  }

  /** @deprecated use {@link getTemporaryContentUrlsForMedia} */
  // eslint-disable-next-line @typescript-eslint/require-await -- as the original: a promise
  async attachTemporaryUrlsFor(contentSet: Media[] | null): Promise<Media[]> {
    return [...itemsOf(contentSet)] as Media[];
  }

  getTemporaryContentUrlsForMedia(_contentSet: Media[]): CancellablePromise<Map<string, string>> {
    return this.inner().view.addresses.forMedia(arguments);
  }

  getTemporaryContentUrlsForMediaSids(_mediaSids: string[]): CancellablePromise<Map<string, string>> {
    return this.inner().view.addresses.forSids(arguments);
  }

  getTemporaryContentUrlsForAttachedMedia(): CancellablePromise<Map<string, string>> {
    return this.inner().view.addresses.forSids([this.getMediaByCategories(['media'])?.map((media) => media.sid)]);
  }

  /** None, unless the option `deliveryReceipts` makes some: then one for each other participant. */
  async getDetailedDeliveryReceipts(): Promise<DetailedDeliveryReceipt[]> {
    const { view } = this.inner();
    const { deliveryReceipts } = view.services;
    if (!deliveryReceipts) return [];
    await asTwilio(view.loadParticipants());
    return deliveryReceipts.detailed(this, view.loadedParticipants);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as the original: a promise
  async getChannelMetadata(): Promise<ChannelMetadata | null> {
    return null;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as the original: a promise
  async getMessageRecipients(): Promise<RecipientDescriptor[]> {
    return [];
  }

  /** `null`: ACS has no content templates. */
  getContentData(): CancellablePromise<ContentData | null> {
    return new CancellablePromise((resolve) => resolve(null));
  }

  /** What public code reads of the original's private state, read-only; `message['state']` compiles. */
  private get state(): Readonly<Record<string, unknown>> {
    const names = 'sid index author body subject attributes dateUpdated lastUpdatedBy participantSid type media';
    const more = { medias: [...this.attached], timestamp: this.dateCreated };
    return privateView(this, `${names} aggregatedDeliveryReceipt`, more);
  }

  /**
   * Takes a newer version. @internal
   * @returns what changed, in the original's fixed order
   */
  take(record: MessageRecord): MessageUpdateReason[] {
    const before = { content: this.content, author: this.lastUpdatedBy, on: this.dateUpdated?.getTime() };
    this.record = record;
    const after = decodeMessage(record);
    const hasNewMedia = !isSameJson(before.content.media, after.media);
    const hasNewAttributes = !isSameJson(before.content.attributes, after.attributes);
    // The value object stays the same until it changes.
    this.content = hasNewAttributes ? after : { ...after, attributes: before.content.attributes };
    this.changes?.settle();
    if (hasNewMedia) this.attach();
    return reasonsOf<MessageUpdateReason>([
      ['body', before.content.text !== after.text],
      ['subject', before.content.subject !== after.subject],
      ['lastUpdatedBy', before.author !== this.lastUpdatedBy],
      ['dateUpdated', before.on !== this.dateUpdated?.getTime()],
      ['attributes', hasNewAttributes],
      ['media', hasNewMedia],
    ]);
  }

  private get pendingChanges(): PendingChanges<MessageContent> {
    const { session } = this.inner().view.services;
    return (this.changes ??= new PendingChanges(
      () => this.content,
      (content) => {
        // Text and metadata go together: the service may replace metadata as a whole.
        const { record } = this;
        const { text, metadata } = encodeMessage(content, nonceOf(record), record.metadata);
        const isKept = content.text === this.content.text;
        const written = isKept ? record.text : record.kind === 'html' ? htmlOfText(text) : text;
        return session.updateMessage(this.inner().view.thread, record.id, { text: written, metadata });
      },
    ));
  }

  private async change(part: Partial<MessageContent>): Promise<Message> {
    await asTwilio(this.pendingChanges.apply(part), 'message');
    return this;
  }
}
