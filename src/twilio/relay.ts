import { isSameJson, type SessionEvents, type Thread, type ThreadContent } from '../core/index.js';
import type { ClientEvents } from './events.js';
import type { Participant } from './participant.js';
import type { ReplayEventEmitter } from './replay-event-emitter.js';
import type { ThreadView } from './thread-view.js';
import type { ConversationUpdateReason, ParticipantUpdateReason } from './types.js';

const NOTHING: ThreadContent = { name: null, uniqueName: null, attributes: {} };

/** Finds what stands for a thread at the facade. */
export interface ViewSource {
  create(thread: Thread): ThreadView;
  of(thread: Thread): ThreadView | undefined;
  forget(thread: Thread): void;
}

/**
 * Tells the app what the session tells: client first, then conversation, then the object itself; typing the other way
 * round (Twilio behaviour §8.1). The state has changed by then, at every level.
 */
export class EventRelay {
  constructor(
    private readonly client: ReplayEventEmitter<ClientEvents>,
    private readonly views: ViewSource,
  ) {}

  threadAdded({ thread, origin }: SessionEvents['threadAdded']): void {
    const view = this.views.create(thread);
    // The original fills in what it creates before it tells of it.
    if (origin === 'created')
      this.updated(view, [
        ...changesBetween(NOTHING, view.content),
        'createdBy',
        'dateCreated',
        'dateUpdated',
        'state',
      ]);
    this.client.deliver('conversationAdded', view.conversation);
    // The original does not join the creator: the app calls join() next.
    if (origin !== 'created') this.joined(view);
  }

  joined(view: ThreadView): void {
    if (view.status === 'joined' || view.thread.isGone) return;
    view.status = 'joined';
    this.client.deliver('conversationJoined', view.conversation);
  }

  threadRemoved({ thread }: SessionEvents['threadRemoved']): void {
    const view = this.views.of(thread);
    if (!view) return;
    const wasJoined = view.status === 'joined';
    view.close();
    this.views.forget(thread);
    if (wasJoined) this.client.deliver('conversationLeft', view.conversation);
    this.client.deliver('conversationRemoved', view.conversation);
    view.conversation.deliver('removed', view.conversation);
  }

  threadChanged({ thread }: SessionEvents['threadChanged']): void {
    const view = this.views.of(thread);
    if (!view) return;
    const before = view.content;
    view.refresh();
    this.updated(view, [...changesBetween(before, view.content), 'dateUpdated']);
  }

  updated(view: ThreadView, updateReasons: ConversationUpdateReason[]): void {
    const payload = { conversation: view.conversation, updateReasons };
    this.client.deliver('conversationUpdated', payload);
    view.conversation.deliver('updated', payload);
  }

  messageAdded({ thread, entry }: SessionEvents['messageAdded']): void {
    const view = this.views.of(thread);
    if (!view) return;
    const { senderId } = entry.record;
    if (senderId !== undefined) view.typing.end(senderId);
    const message = view.message(entry);
    this.client.deliver('messageAdded', message);
    view.conversation.deliver('messageAdded', message);
    if (view.noteLastMessage()) this.updated(view, ['lastMessage']);
  }

  messageUpdated({ thread, entry }: SessionEvents['messageUpdated']): void {
    const view = this.views.of(thread);
    if (!view) return;
    const message = view.message(entry);
    const updateReasons = message.take(entry.record);
    if (updateReasons.length === 0) return;
    const payload = { message, updateReasons };
    this.client.deliver('messageUpdated', payload);
    view.conversation.deliver('messageUpdated', payload);
    message.deliver('updated', payload);
  }

  messageRemoved({ thread, entry }: SessionEvents['messageRemoved']): void {
    const view = this.views.of(thread);
    if (!view) return;
    const message = view.message(entry);
    view.forgetMessage(entry);
    this.client.deliver('messageRemoved', message);
    view.conversation.deliver('messageRemoved', message);
  }

  memberAdded({ thread, member }: SessionEvents['memberAdded']): void {
    const view = this.views.of(thread);
    // Of one's own joining the original tells by conversationJoined alone.
    if (!view || member.userId === view.ownUserId) return;
    view.forgetParticipant(member.userId);
    const participant = view.participant(member);
    this.client.deliver('participantJoined', participant);
    view.conversation.deliver('participantJoined', participant);
  }

  memberRemoved({ thread, member }: SessionEvents['memberRemoved']): void {
    const view = this.views.of(thread);
    if (!view) return;
    const participant = view.participant(member);
    view.typing.stop(member.userId);
    participant.setTyping(false);
    view.forgetParticipant(member.userId);
    this.client.deliver('participantLeft', participant);
    view.conversation.deliver('participantLeft', participant);
  }

  receiptChanged({ thread, receipt }: SessionEvents['receiptChanged']): void {
    const view = this.views.of(thread);
    if (!view) return;
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

  /** My horizon moved for this client alone. */
  ownHorizonMoved(view: ThreadView): void {
    view.noteReadIndex(view.ownUserId);
    this.updated(view, ['lastReadMessageIndex']);
    const own = view.knownParticipant(view.ownUserId);
    if (own) this.participantUpdated(view, own, ['lastReadMessageIndex', 'lastReadTimestamp']);
  }

  participantUpdated(view: ThreadView, participant: Participant, updateReasons: ParticipantUpdateReason[]): void {
    const payload = { participant, updateReasons };
    this.client.deliver('participantUpdated', payload);
    view.conversation.deliver('participantUpdated', payload);
    participant.deliver('updated', payload);
  }

  typing({ thread, userId }: SessionEvents['typing']): void {
    const view = this.views.of(thread);
    if (!view || userId === view.ownUserId) return;
    const participant = view.knownParticipant(userId) ?? view.participant({ userId, displayName: '', metadata: {} });
    view.typing.start(userId, () => {
      participant.setTyping(false);
      this.tellTyping(view, participant, 'typingEnded');
    });
    participant.setTyping(true);
    this.tellTyping(view, participant, 'typingStarted');
  }

  private tellTyping(view: ThreadView, participant: Participant, event: 'typingStarted' | 'typingEnded'): void {
    participant.deliver(event, participant);
    this.client.deliver(event, participant);
    view.conversation.deliver(event, participant);
  }
}

function changesBetween(before: ThreadContent, after: ThreadContent): ConversationUpdateReason[] {
  const changes: [ConversationUpdateReason, boolean][] = [
    ['friendlyName', before.name !== after.name],
    ['uniqueName', before.uniqueName !== after.uniqueName],
    ['attributes', !isSameJson(before.attributes, after.attributes)],
  ];
  return changes.filter(([, isChanged]) => isChanged).map(([reason]) => reason);
}
