import { isSameJson, type SessionEvents, type Thread, type ThreadContent, type TypedEmitter } from '../core/index.js';
import type { ClientEvents, ConversationEvents } from './events.js';
import type { Participant } from './participant.js';
import { reasonsOf } from './reasons.js';
import type { ReplayEventEmitter } from './replay-event-emitter.js';
import type { ThreadView } from './thread-view.js';
import type { ConversationUpdateReason, ParticipantUpdateReason } from './types.js';

/** What is told of conversations that the app knows; each has a method of its name. */
const TOLD_OF_KNOWN = [
  'threadRemoved',
  'threadChanged',
  'messageAdded',
  'messageUpdated',
  'messageRemoved',
  'memberAdded',
  'memberChanged',
  'memberRemoved',
  'receiptChanged',
  'typing',
] as const;

const NOTHING: ThreadContent = { name: null, uniqueName: null, attributes: {} };

/** Finds what stands for a thread at the facade. */
export interface ViewSource {
  create(thread: Thread): ThreadView;
  of(thread: Thread): ThreadView | undefined;
  get(sid: string): ThreadView | undefined;
  forget(thread: Thread): void;
}

/**
 * Tells the app what the session tells: client first, then conversation, then the object itself; typing the other way
 * round (Twilio behaviour §8.1). The state has changed by then, at every level.
 */
export class EventRelay {
  readonly #client: ReplayEventEmitter<ClientEvents>;
  readonly #views: ViewSource;

  constructor(client: ReplayEventEmitter<ClientEvents>, views: ViewSource) {
    this.#client = client;
    this.#views = views;
  }

  /** From now on, tells what this session tells. */
  follow(events: TypedEmitter<SessionEvents>): void {
    events.on('threadAdded', ({ thread, origin }) => {
      // Looked at from outside before: one object from first sight on.
      const known = this.#views.get(thread.id);
      known?.become(thread);
      if (known) this.joined(known);
      else this.threadAdded(this.#views.create(thread), origin);
    });
    for (const name of TOLD_OF_KNOWN)
      events.on(name, (event) => {
        const view = this.#views.of(event.thread);
        if (view) this[name](view, event as never);
      });
  }

  threadAdded(view: ThreadView, origin: SessionEvents['threadAdded']['origin']): void {
    // The original fills in what it creates before it tells of it.
    if (origin === 'created')
      this.updated(view, [
        ...changesBetween(NOTHING, view.content),
        'createdBy',
        'dateCreated',
        'dateUpdated',
        'state',
      ]);
    this.#client.deliver('conversationAdded', view.conversation);
    // The original does not join the creator: the app calls join() next.
    if (origin === 'existing' || origin === 'news') this.joined(view);
  }

  joined(view: ThreadView): void {
    if (view.status === 'joined' || view.thread.isGone) return;
    view.status = 'joined';
    this.#client.deliver('conversationJoined', view.conversation);
  }

  threadRemoved(view: ThreadView): void {
    const wasJoined = view.status === 'joined';
    view.close();
    this.#views.forget(view.thread);
    if (wasJoined) this.#client.deliver('conversationLeft', view.conversation);
    this.#client.deliver('conversationRemoved', view.conversation);
    view.conversation.deliver('removed', view.conversation);
  }

  threadChanged(view: ThreadView): void {
    const before = view.content;
    view.refresh();
    this.updated(view, [...changesBetween(before, view.content), 'dateUpdated']);
  }

  updated(view: ThreadView, updateReasons: ConversationUpdateReason[]): void {
    const payload = { conversation: view.conversation, updateReasons };
    this.#client.deliver('conversationUpdated', payload);
    view.conversation.deliver('updated', payload);
  }

  messageAdded(view: ThreadView, { entry }: SessionEvents['messageAdded']): void {
    const { senderId } = entry.record;
    if (senderId !== undefined) view.typing.end(senderId);
    const message = view.message(entry);
    this.#tell(view, 'messageAdded', message);
    if (view.noteLastMessage()) this.updated(view, ['lastMessage']);
  }

  messageUpdated(view: ThreadView, { entry }: SessionEvents['messageUpdated']): void {
    const message = view.message(entry);
    const updateReasons = message.take(entry.record);
    if (updateReasons.length === 0) return;
    const payload = { message, updateReasons };
    this.#tell(view, 'messageUpdated', payload);
    message.deliver('updated', payload);
  }

  messageRemoved(view: ThreadView, { entry }: SessionEvents['messageRemoved']): void {
    const message = view.message(entry);
    view.forgetMessage(entry);
    this.#tell(view, 'messageRemoved', message);
  }

  memberAdded(view: ThreadView, { member }: SessionEvents['memberAdded']): void {
    // Of one's own joining the original tells by conversationJoined alone.
    if (member.userId === view.ownUserId) return;
    view.forgetParticipant(member.userId);
    const participant = view.participant(member);
    this.#tell(view, 'participantJoined', participant);
  }

  memberChanged(view: ThreadView, { member }: SessionEvents['memberChanged']): void {
    const participant = view.knownParticipant(member.userId);
    if (participant) this.participantUpdated(view, participant, ['attributes', 'dateUpdated']);
  }

  memberRemoved(view: ThreadView, { member }: SessionEvents['memberRemoved']): void {
    const participant = view.participant(member);
    view.typing.stop(member.userId);
    participant.setTyping(false);
    view.forgetParticipant(member.userId);
    this.#tell(view, 'participantLeft', participant);
  }

  receiptChanged(view: ThreadView, { receipt }: SessionEvents['receiptChanged']): void {
    if (receipt.userId === view.ownUserId) view.horizon.noteReceipt(receipt.messageId);
    const isFurther = view.noteReadIndex(receipt.userId);
    if (receipt.userId === view.ownUserId && isFurther) this.updated(view, ['lastReadMessageIndex']);
    const participant = view.knownParticipant(receipt.userId);
    if (participant)
      this.participantUpdated(
        view,
        participant,
        isFurther ? ['lastReadMessageIndex', 'lastReadTimestamp'] : ['lastReadTimestamp'],
      );
  }

  /** My horizon moved without a receipt. */
  ownHorizonMoved(view: ThreadView): void {
    view.noteReadIndex(view.ownUserId);
    this.updated(view, ['lastReadMessageIndex']);
    const own = view.knownParticipant(view.ownUserId);
    if (own) this.participantUpdated(view, own, ['lastReadMessageIndex', 'lastReadTimestamp']);
  }

  participantUpdated(view: ThreadView, participant: Participant, updateReasons: ParticipantUpdateReason[]): void {
    const payload = { participant, updateReasons };
    this.#tell(view, 'participantUpdated', payload);
    participant.deliver('updated', payload);
  }

  typing(view: ThreadView, { userId }: SessionEvents['typing']): void {
    if (userId === view.ownUserId) return;
    const participant = view.knownParticipant(userId) ?? view.participant({ userId, displayName: '', metadata: {} });
    view.typing.start(userId, () => {
      participant.setTyping(false);
      this.#tellTyping(view, participant, 'typingEnded');
    });
    participant.setTyping(true);
    this.#tellTyping(view, participant, 'typingStarted');
  }

  #tellTyping(view: ThreadView, participant: Participant, event: 'typingStarted' | 'typingEnded'): void {
    participant.deliver(event, participant);
    this.#tell(view, event, participant);
  }

  /** What both tell under the same name. */
  #tell<Event extends keyof ClientEvents & keyof ConversationEvents>(
    view: ThreadView,
    event: Event,
    payload: Parameters<(ClientEvents & ConversationEvents)[Event]>[0],
  ): void {
    const told = [event as 'messageAdded', payload as never] as const;
    this.#client.deliver(...told);
    view.conversation.deliver(...told);
  }
}

function changesBetween(before: ThreadContent, after: ThreadContent): ConversationUpdateReason[] {
  return reasonsOf<ConversationUpdateReason>([
    ['friendlyName', before.name !== after.name],
    ['uniqueName', before.uniqueName !== after.uniqueName],
    ['attributes', !isSameJson(before.attributes, after.attributes)],
  ]);
}
