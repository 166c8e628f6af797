import { encodeMember, type ThreadContent, toJson } from '../core/index.js';
import { RULES } from './argument-rules.js';
import type { CancellablePromise } from './cancellable-promise.js';
import { asTwilio, refusal } from './errors.js';
import { nameEvents } from './event-constants.js';
import type { ConversationEvents } from './events.js';
import type { Message } from './message.js';
import { MessageBuilder } from './message-builder.js';
import { messagesFrom, messagesUpTo } from './message-pages.js';
import { toPaginator } from './paginator.js';
import type { Participant } from './participant.js';
import type { RecipientDescriptor } from './recipient-descriptors.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';
import { RestPaginator } from './rest-paginator.js';
import { sendUnsent } from './send.js';
import { participantSid } from './sids.js';
import type { ThreadView } from './thread-view.js';
import type {
  ConversationBindings,
  ConversationLimits,
  ConversationState,
  ConversationStatus,
  JSONValue,
  LastMessage,
  NotificationLevel,
  Paginator,
  PaginatorOptions,
  ParticipantBindingOptions,
  ParticipantResponse,
  SendEmailOptions,
  SendMediaOptions,
} from './types.js';
import { UnsentMessage } from './unsent-message.js';
import { notSupported } from './unsupported.js';
import { checkArguments } from './validation.js';
import { privateView } from './private-view.js';

const DEFAULT_PAGE_SIZE = 30;

/** A conversation: an ACS chat thread. One object per thread and client, from first sight until it is removed. */
export class Conversation extends ReplayEventEmitter<ConversationEvents> {
  declare static readonly participantJoined: 'participantJoined';
  declare static readonly participantLeft: 'participantLeft';
  declare static readonly participantUpdated: 'participantUpdated';
  declare static readonly messageAdded: 'messageAdded';
  declare static readonly messageRemoved: 'messageRemoved';
  declare static readonly messageUpdated: 'messageUpdated';
  declare static readonly typingEnded: 'typingEnded';
  declare static readonly typingStarted: 'typingStarted';
  declare static readonly updated: 'updated';
  declare static readonly removed: 'removed';

  static {
    nameEvents(
      this,
      'participantJoined participantLeft participantUpdated messageAdded messageRemoved messageUpdated ' +
        'typingEnded typingStarted updated removed',
    );
  }

  /** The id of the ACS thread. */
  readonly sid: string;
  // A function, so that proxies of Vue or MobX around this object do not reach inside.
  private readonly view: () => ThreadView;

  /** @internal */
  constructor(view: ThreadView);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(view?: Partial<ThreadView>) {
    super();
    this.sid = view?.thread?.id ?? '';
    this.view = () => view as ThreadView;
  }

  get uniqueName(): string | null {
    return this.view().content.uniqueName;
  }

  get friendlyName(): string | null {
    return this.view().content.name;
  }

  get attributes(): JSONValue {
    return this.view().attributes;
  }

  get status(): ConversationStatus {
    return this.view().status;
  }

  get dateCreated(): Date | null {
    return this.view().thread.createdOn ?? null;
  }

  get dateUpdated(): Date | null {
    return this.view().thread.properties.changedOn ?? this.dateCreated;
  }

  get createdBy(): string {
    const { thread } = this.view();
    return thread.createdBy === undefined ? '' : this.view().identityOf(thread.createdBy);
  }

  get lastReadMessageIndex(): number | null {
    return this.view().horizon.index;
  }

  /** One object, changed in place with each message. */
  get lastMessage(): LastMessage | undefined {
    return this.view().lastMessage;
  }

  get notificationLevel(): NotificationLevel {
    return this.view().notificationLevel;
  }

  get limits(): ConversationLimits {
    return this.view().services.limits;
  }

  /** Always active: ACS has no states and timers. */
  get state(): ConversationState | undefined {
    return { current: 'active', dateUpdated: this.dateCreated ?? new Date(0) };
  }

  /** Empty: an ACS conversation is bound to no other channel. */
  get bindings(): ConversationBindings {
    return {};
  }

  /** What public code reads of the original's private state, read-only; `conversation['_internalState']` compiles. */
  private get _internalState(): Readonly<Record<string, unknown>> {
    const about = 'uniqueName friendlyName attributes status dateCreated dateUpdated createdBy state bindings';
    return privateView(this, `${about} lastReadMessageIndex lastMessage notificationLevel`);
  }

  /** The name of {@link _internalState} before 2.2. */
  private get channelState(): Readonly<Record<string, unknown>> {
    return this._internalState;
  }

  /** The participants loaded so far, by sid: a copy. Internal in the original; some apps read it. */
  get _participants(): Map<string, Participant> {
    return new Map(this.view().loadedParticipants.map((participant) => [participant.sid, participant]));
  }

  /**
   * Adds somebody by identity.
   * @returns the record as the original's REST service gives it, not a Participant
   * @throws 409 with code 50433 when already a participant; an error naming the identity when the directory has none
   */
  async add(identity: string, attributes: JSONValue = {}): Promise<ParticipantResponse> {
    checkArguments(arguments, ...RULES.Conversation.add);
    const { thread, services, ownUserId } = this.view();
    const copy = toJson(attributes);
    const metadata = encodeMember(copy, services.companion?.room.member);
    const userId = await this.userIdOf(identity);
    await asTwilio(this.view().loadParticipants());
    const displayName = services.users.displayNameOf(userId, identity);
    if (this.view().knownParticipant(userId))
      throw refusal('conflict', 'participant', `Participant already exists: ${identity}`);
    if (userId === ownUserId) {
      // A member since the conversation was created: too late for attributes, unless a companion keeps them.
      if (Object.keys(metadata).length > 0) {
        if (services.companion) await asTwilio(services.companion.updateMember(thread.id, userId, metadata));
        else services.unsupported.refuse('Participant.updateAttributes', undefined);
      }
      await this.join();
    } else await asTwilio(services.session.addMember(thread, { userId, metadata, displayName }), 'participant');
    return toParticipantResponse(this.sid, userId, identity, copy);
  }

  /** @throws NotSupportedError: ACS has no SMS, WhatsApp or e-mail participants */
  // eslint-disable-next-line @typescript-eslint/require-await -- a failed check must reject, not throw
  async addNonChatParticipant(
    _proxyAddress: string,
    _address: string,
    _attributes?: JSONValue,
    _bindingOptions?: ParticipantBindingOptions,
  ): Promise<ParticipantResponse> {
    checkArguments(arguments, ...RULES.Conversation.addNonChatParticipant);
    throw notSupported('Conversation.addNonChatParticipant');
  }

  /** Moves the read horizon forward, never back. Resolves with the number of unread messages. */
  async advanceLastReadMessageIndex(index: number): Promise<number> {
    checkArguments(arguments, ...RULES.Conversation.advanceLastReadMessageIndex);
    await asTwilio(this.view().horizon.advanceTo(index), 'message');
    return this.unread();
  }

  /**
   * Moves the read horizon anywhere, or clears it.
   * @remarks Differs from Twilio: an ACS receipt never moves back. A lower horizon is kept by the companion; without one,
   * it holds for this client only, and ends with it.
   */
  async updateLastReadMessageIndex(index: number | null): Promise<number> {
    checkArguments(arguments, ...RULES.Conversation.updateLastReadMessageIndex);
    return this.setHorizon(index);
  }

  async setAllMessagesRead(): Promise<number> {
    const { thread } = this.view();
    await this.freshen();
    const newest = thread.timeline.newest;
    if (!newest) return 0;
    await asTwilio(this.view().horizon.advanceTo(newest.index), 'message');
    return this.unread();
  }

  /** @remarks Differs from Twilio: without a companion, holds for this client only, and ends with it. */
  async setAllMessagesUnread(): Promise<number> {
    return this.setHorizon(null);
  }

  /** `null` while nothing was ever marked as read. */
  async getUnreadMessagesCount(): Promise<number | null> {
    await this.freshen();
    return asTwilio(this.view().horizon.countUnread());
  }

  /** Deletes the conversation, for everybody. */
  async delete(): Promise<Conversation> {
    const { thread, services } = this.view();
    await asTwilio(services.session.deleteThread(thread));
    return this;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as the original: a promise
  async getAttributes(): Promise<JSONValue> {
    return this.attributes;
  }

  /**
   * A page of messages, ascending by index, whatever the direction.
   * @param pageSize default 30; at least 1
   * @param anchor inclusive; default: the newest message, or the oldest when reading forward
   */
  async getMessages(
    pageSize?: number,
    anchor?: number,
    direction?: 'backwards' | 'forward',
  ): Promise<Paginator<Message>> {
    checkArguments(arguments, ...RULES.Conversation.getMessages);
    if (pageSize === 0) throw new Error('unable to get messages; the page size must be at least 1');
    this.assertAlive('Conversation.getMessages');
    const size = pageSize ?? DEFAULT_PAGE_SIZE;
    await this.freshen();
    const page =
      direction === 'forward'
        ? messagesFrom(this.view(), size, anchor ?? 0)
        : messagesUpTo(this.view(), size, anchor ?? Infinity);
    return toPaginator(await asTwilio(page));
  }

  /** Counts messages that are not deleted. Reads the rest of the history where it is not known yet. */
  async getMessagesCount(): Promise<number> {
    const { thread } = this.view();
    await this.freshen();
    while (!thread.timeline.reachedStart) await asTwilio(thread.loadOlder());
    return thread.timeline.countAfter(-1);
  }

  async getParticipants(): Promise<Participant[]> {
    this.assertAlive('Conversation.getParticipants');
    await this.freshen();
    await asTwilio(this.view().loadParticipants());
    return this.view().participants;
  }

  async getParticipantsCount(): Promise<number> {
    return (await this.getParticipants()).length;
  }

  async getParticipantBySid(participantSid: string): Promise<Participant | null> {
    checkArguments(arguments, ...RULES.Conversation.getParticipantBySid);
    return this.findParticipant((participant) => participant.sid === participantSid, `SID ${participantSid}`);
  }

  async getParticipantByIdentity(identity?: string | null): Promise<Participant | null> {
    checkArguments(arguments, ...RULES.Conversation.getParticipantByIdentity);
    return this.findParticipant((participant) => participant.identity === identity, `identity ${identity}`);
  }

  /**
   * @remarks Differs from Twilio: in ACS only a participant can add somebody. `join()` completes a conversation that this
   * client created; into one of somebody else, the companion lets you, or a participant has to add you.
   */
  async join(): Promise<Conversation> {
    const view = this.view();
    if (view.status === 'joined') throw refusal('conflict', 'participant', 'Participant already exists');
    if (view.isRemoved || !view.isMine) {
      const { companion, session, users } = view.services;
      if (!companion) throw notSupported('Conversation.join');
      await asTwilio(companion.gate.join(this.sid, users.displayNameOf(view.ownUserId)), 'participant');
      // Whatever comes first, this or the event: what the app asks for next is there.
      await asTwilio(session.findThread(this.sid));
      return this;
    }
    // After a shutdown, this rejects.
    if (view.thread.isGone) await this.freshen();
    // Every member of the thread knows already; what is left is to tell the app, after the promise as the original does.
    void view.thread.inOrder(() => view.services.relay.joined(view)).catch(() => undefined);
    return this;
  }

  /** Leaves the conversation; does nothing when not in it. */
  async leave(): Promise<Conversation> {
    const { thread, services, status, ownUserId } = this.view();
    if (status === 'joined') await asTwilio(services.session.removeMember(thread, ownUserId), 'participant');
    return this;
  }

  /** @param participant identity, sid or object. @throws 404 with code 50432 when not in the conversation */
  async removeParticipant(participant: string | Participant): Promise<void> {
    checkArguments(arguments, ...RULES.Conversation.removeParticipant);
    const view = this.view();
    await asTwilio(view.loadParticipants());
    const sid = typeof participant === 'string' ? participant : participant.sid;
    const member = view.thread.members.list.find(
      ({ userId }) => participantSid(this.sid, userId) === sid || view.identityOf(userId) === sid,
    );
    if (!member) throw refusal('not-found', 'participant', 'Participant not found');
    await asTwilio(view.services.session.removeMember(view.thread, member.userId), 'participant');
  }

  /** @returns the index of the new message */
  async sendMessage(
    message: null | string | FormData | SendMediaOptions,
    messageAttributes?: JSONValue,
    emailOptions?: SendEmailOptions,
  ): Promise<number> {
    checkArguments(arguments, ...RULES.Conversation.sendMessage);
    const builder = this.prepareMessage();
    const unsent = builder.build();
    if (messageAttributes !== undefined) unsent.attributes = messageAttributes;
    if (typeof message === 'string') {
      unsent.text = message;
      unsent.emailOptions = emailOptions ?? {};
    } else if (message === null) unsent.text = '';
    else unsent.mediaContent.push(['media', message]);
    return (await builder.buildAndSend()) ?? 0;
  }

  prepareMessage(): MessageBuilder {
    const send = (unsent: UnsentMessage): CancellablePromise<number | null> => sendUnsent(this.view(), unsent);
    return new MessageBuilder(this.limits, new UnsentMessage(send));
  }

  /** @remarks Differs from Twilio: kept by the companion, or by this client only; ACS has no notification levels. */
  async setUserNotificationLevel(notificationLevel: NotificationLevel): Promise<void> {
    checkArguments(arguments, ...RULES.Conversation.setUserNotificationLevel);
    const view = this.view();
    if (view.notificationLevel === notificationLevel) return;
    await asTwilio(view.services.settings.change(this.sid, { isMuted: notificationLevel === 'muted' }));
    view.services.relay.updated(view, ['notificationLevel']);
  }

  /** Says that I am typing, at most once in five seconds however often it is called. */
  async typing(): Promise<void> {
    const { thread, services, typing } = this.view();
    if (typing.isDue()) await asTwilio(services.session.sendTyping(thread));
  }

  /** Replaces all attributes. Resolves when the service has taken them; they change with the `updated` event. */
  async updateAttributes(attributes: JSONValue): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Conversation.updateAttributes);
    return this.change({ attributes: toJson(attributes) });
  }

  async updateFriendlyName(friendlyName: string): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Conversation.updateFriendlyName);
    return friendlyName === this.friendlyName ? this : this.change({ name: friendlyName });
  }

  async updateUniqueName(uniqueName: string | null): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Conversation.updateUniqueName);
    const next = uniqueName === '' ? null : uniqueName;
    if (next === this.uniqueName) return this;
    if (next !== null) this.view().services.assertUniqueName(next);
    return this.change({ uniqueName: next });
  }

  /** Empty: ACS has no recipients apart from the participants. */
  // eslint-disable-next-line @typescript-eslint/require-await -- as the original: a promise
  async getMessageRecipients(_options?: PaginatorOptions): Promise<Paginator<RecipientDescriptor>> {
    return new RestPaginator<RecipientDescriptor>({ items: [] });
  }

  private async change(part: Partial<ThreadContent>): Promise<Conversation> {
    const view = this.view();
    await asTwilio(view.changes.apply(part));
    return this;
  }

  private freshen(): Promise<void> {
    const { thread, services } = this.view();
    return asTwilio(services.session.freshen(thread));
  }

  private async setHorizon(index: number | null): Promise<number> {
    const view = this.view();
    const isUntold = await asTwilio(view.horizon.set(index), 'message');
    if (isUntold) view.services.relay.ownHorizonMoved(view);
    return this.unread();
  }

  /** The original declares a number and gives what its server says, `null` included. */
  private async unread(): Promise<number> {
    return (await asTwilio(this.view().horizon.countUnread())) as number;
  }

  private async findParticipant(
    matches: (participant: Participant) => boolean,
    described: string,
  ): Promise<Participant | null> {
    const view = this.view();
    if (view.status !== 'joined' && !view.thread.members.isLoaded) return null;
    await asTwilio(view.loadParticipants());
    const participant = view.participants.find(matches);
    if (!participant) throw new Error(`Participant with ${described} was not found`);
    return participant;
  }

  private async userIdOf(identity: string): Promise<string> {
    const userId = await this.view().services.session.directory.userIdOf(identity);
    if (userId !== undefined) return userId;
    throw refusal(
      'not-found',
      'participant',
      `unable to add "${identity}"; its ACS user id is not known. Give it with options.rethread.identities, or pass the id.`,
    );
  }

  private assertAlive(member: string): void {
    if (this.view().isRemoved) throw new Error(`unable to use ${member}; the conversation was left or deleted`);
  }
}

function toParticipantResponse(
  conversationSid: string,
  userId: string,
  identity: string,
  attributes: JSONValue,
): ParticipantResponse {
  const now = new Date().toISOString();
  return {
    account_sid: '',
    chat_service_sid: '',
    conversation_sid: conversationSid,
    role_sid: '',
    sid: participantSid(conversationSid, userId),
    attributes: JSON.stringify(attributes),
    date_created: now,
    date_updated: now,
    identity,
    messaging_binding: null,
    url: '',
    links: {},
  } as unknown as ParticipantResponse;
}
