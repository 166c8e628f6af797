import { decodeMember, encodeMember, isSameJson, type MemberRecord, toJson } from '../core/index.js';
import { RULES } from './argument-rules.js';
import type { Conversation } from './conversation.js';
import { asTwilio } from './errors.js';
import { nameEvents } from './event-constants.js';
import type { ParticipantEvents } from './events.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';
import { participantSid } from './sids.js';
import type { ThreadView } from './thread-view.js';
import type { JSONValue, ParticipantBindings, ParticipantType } from './types.js';
import type { User } from './user.js';
import { checkArguments } from './validation.js';
import { privateView } from './private-view.js';

/** Somebody in a conversation. One object from joining to leaving. */
export class Participant extends ReplayEventEmitter<ParticipantEvents> {
  declare static readonly typingStarted: 'typingStarted';
  declare static readonly typingEnded: 'typingEnded';
  declare static readonly updated: 'updated';

  static {
    nameEvents(this, 'typingStarted typingEnded updated');
  }
  readonly conversation: Conversation;
  // A function, so that proxies of Vue or MobX around this object do not reach inside.
  private readonly view: () => ThreadView;
  private readonly userId: string;
  private member: MemberRecord;
  private attributeValue: JSONValue;
  private typing = false;

  /** @internal */
  constructor(view: ThreadView, member: MemberRecord);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(view?: ThreadView, member: Partial<MemberRecord> = {}) {
    super();
    this.conversation = view?.conversation as Conversation;
    this.view = () => view as ThreadView;
    this.userId = member.userId ?? '';
    this.member = member as MemberRecord;
    this.attributeValue = decodeMember(member.metadata ?? {}).attributes;
  }

  get sid(): string {
    return participantSid(this.view().thread.id, this.userId);
  }

  get identity(): string | null {
    return this.view().identityOf(this.userId);
  }

  get attributes(): JSONValue {
    return this.attributeValue;
  }

  /** When they joined, as far as the history that was read tells; otherwise `null`. */
  get dateCreated(): Date | null {
    return this.view().thread.members.joinedOn(this.userId) ?? null;
  }

  get dateUpdated(): Date | null {
    return this.dateCreated;
  }

  get isTyping(): boolean {
    return this.typing;
  }

  get lastReadMessageIndex(): number | null {
    return this.view().readIndexOf(this.userId);
  }

  get lastReadTimestamp(): Date | null {
    return this.view().thread.receipts.get(this.userId)?.readOn ?? null;
  }

  /** Empty: ACS has no roles. */
  get roleSid(): string {
    return '';
  }

  /** Always `chat`: ACS has no SMS, WhatsApp or e-mail participants. */
  get type(): ParticipantType {
    return 'chat';
  }

  get bindings(): ParticipantBindings {
    return {};
  }

  /** What public code reads of the original's private state, read-only; `participant['state']` compiles. */
  private get state(): Readonly<Record<string, unknown>> {
    const names = 'sid identity attributes dateCreated dateUpdated isTyping lastReadMessageIndex lastReadTimestamp';
    return privateView(this, `${names} roleSid type bindings`);
  }

  async getUser(): Promise<User> {
    return this.view().services.users.load(this.identity ?? '');
  }

  /** Removes this participant from the conversation. */
  async remove(): Promise<void> {
    await this.conversation.removeParticipant(this);
  }

  /**
   * Replaces all attributes. Resolves when the companion has taken them; they change with the `updated` event.
   * @throws NotSupportedError without a companion: ACS fixes what a participant carries when they are added
   */
  async updateAttributes(attributes: JSONValue): Promise<Participant> {
    checkArguments(arguments, ...RULES.Participant.updateAttributes);
    const { thread, services } = this.view();
    const { companion, unsupported } = services;
    if (!companion) return unsupported.refuse('Participant.updateAttributes', this);
    const metadata = encodeMember(toJson(attributes), companion.room.member);
    await asTwilio(companion.updateMember(thread.id, this.userId, metadata), 'participant');
    return this;
  }

  /** @internal */
  take(member: MemberRecord): void {
    this.member = member;
    const { attributes } = decodeMember(member.metadata);
    if (!isSameJson(attributes, this.attributeValue)) this.attributeValue = attributes;
  }

  /** @internal */
  get record(): MemberRecord {
    return this.member;
  }

  /** @internal */
  setTyping(isTyping: boolean): void {
    this.typing = isTyping;
  }
}
