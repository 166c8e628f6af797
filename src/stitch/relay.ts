import type { MemberRecord, MessageRecord, SessionEvents, Thread, TimelineEntry } from '../core/index.js';
import type { AppCore } from './app-core.js';
import type { Member } from './member.js';
import { NXMEvent } from './nxm-event.js';
import type { ThreadView } from './thread-view.js';
import { memberEventNow } from './to-member-events.js';
import { idsOf } from './to-message-event.js';
import { hearTyping } from './typing-signals.js';

/** Tells the app what the session tells; whatever it changes is changed by then. */
export function follow(app: AppCore): void {
  const { events } = app.session;
  const inView = (thread: Thread, tell: (view: ThreadView) => void): void => {
    const view = app.known(thread);
    if (view) tell(view);
  };
  events.on('threadAdded', (event) => addThread(app, event));
  events.on('membersNamed', ({ members }) => app.users.noteNames(members));
  events.on('threadRemoved', ({ thread }) => inView(thread, removeThread));
  events.on('threadChanged', ({ thread }) => inView(thread, changeThread));
  events.on('messageAdded', ({ thread, entry }) => inView(thread, (view) => addMessage(view, entry)));
  events.on('messageUpdated', ({ thread, entry }) => inView(thread, (view) => updateMessage(view, entry)));
  events.on('messageRemoved', ({ thread, entry }) => inView(thread, (view) => removeMessage(view, entry)));
  events.on('memberAdded', ({ thread, member }) => inView(thread, (view) => addMember(view, member)));
  events.on('memberRemoved', ({ thread, member }) => inView(thread, (view) => removeMember(view, member)));
  events.on('receiptChanged', ({ thread, receipt }) => inView(thread, (view) => noteReceipt(view, receipt)));
  events.on('typing', ({ thread, userId }) => inView(thread, (view) => hearTyping(view, userId)));
}

function addThread(app: AppCore, { thread, origin }: SessionEvents['threadAdded']): void {
  if (origin === 'peeked') return;
  const view = app.viewOf(thread.id);
  const isOwn = thread.createdBy === app.session.userId;
  // Whoever creates a conversation or asks to be let in still has to say that they join.
  const isWaited = origin === 'created' || view.isAsking;
  const isInvited = origin === 'news' && !isOwn && !app.settings.autoJoin;
  view.become(thread, isWaited ? 'created' : isInvited ? 'invited' : 'joined');
  app.list(view);
  if (isWaited || origin === 'existing') return;
  const { own } = view;
  own.invited_by = inviterOf(view, thread);
  const type = isInvited ? 'member:invited' : 'member:joined';
  view.tellMembership(own, memberEventNow(view, type, own));
}

/** The service tells nobody's client who added whom; it is nearly always the one who made the conversation. */
function inviterOf({ app }: ThreadView, { createdBy }: Thread): string | undefined {
  return createdBy === undefined || createdBy === app.session.userId ? undefined : app.users.get(createdBy).name;
}

function removeThread(view: ThreadView): void {
  const { own, presence } = view;
  view.close();
  view.enter('left');
  view.app.list(view);
  const event = memberEventNow(view, 'member:left', own);
  own.timestamp.left = event.timestamp;
  if (presence === 'joined' || presence === 'invited') view.tell('member:left', own, event);
}

function changeThread(view: ThreadView): void {
  view.app.rename(view);
  view.conversation.emit('conversation:updated', view.conversation);
}

function addMessage(view: ThreadView, { record }: TimelineEntry): void {
  if (record.senderId !== undefined) view.typing.end(record.senderId);
  const event = view.events.put(record);
  view.tell(event.type, view.memberOf(record), event);
  if (record.senderId === view.app.session.userId) view.sends.noteArrival(record, event);
}

function updateMessage(view: ThreadView, { record }: TimelineEntry): void {
  const event = view.events.put(record);
  view.tell(`${event.type}:update`, view.memberOf(record), event);
}

function removeMessage(view: ThreadView, { record }: TimelineEntry): void {
  view.tell('event:delete', view.memberOf(record), view.events.put(record));
}

function addMember(view: ThreadView, record: MemberRecord): void {
  // The own user hears of it as a member of a conversation that is new.
  if (record.userId === view.app.session.userId) return;
  const member = view.members.get(record.userId);
  member.state = 'JOINED';
  tellChange(view, 'membersAdded', record, member);
}

function removeMember(view: ThreadView, record: MemberRecord): void {
  const member = view.members.get(record.userId);
  view.typing.end(record.userId);
  member.state = 'LEFT';
  tellChange(view, 'membersRemoved', record, member);
}

function tellChange(
  view: ThreadView,
  type: 'membersAdded' | 'membersRemoved',
  { userId }: MemberRecord,
  member: Member,
): void {
  const change = changeOf(view.thread, type, userId);
  if (change) view.members.noteChange(change);
  const stored = change && view.events.putChange(change).find(({ from }) => from === member.id);
  const event = stored ?? memberEventNow(view, type === 'membersAdded' ? 'member:joined' : 'member:left', member);
  view.tell(event.type, member, event);
}

/** The newest message of the service that says so. */
function changeOf(
  thread: Thread | undefined,
  type: 'membersAdded' | 'membersRemoved',
  userId: string,
): MessageRecord | undefined {
  const changes = [...(thread?.members.changes.values() ?? [])];
  return changes
    .filter(({ system }) => system?.type === type && system.members.some((member) => member.userId === userId))
    .sort((a, b) => a.createdOn.getTime() - b.createdOn.getTime())
    .at(-1);
}

function noteReceipt(view: ThreadView, receipt: SessionEvents['receiptChanged']['receipt']): void {
  const { userId, messageId, readOn } = receipt;
  view.receipts.mark(receipt);
  if (userId === view.app.session.userId) return;
  const reader = view.members.get(userId);
  const entry = view.thread?.timeline.get(messageId);
  const event = entry && view.events.put(entry.record);
  if (event?.from === reader.id) return;
  // Of what is not known here, the id.
  const unknown = () =>
    new NXMEvent(view, { ...idsOf(messageId), type: 'text', from: reader.id, timestamp: readOn.toISOString() }, {});
  view.tell(`${event?.type ?? 'text'}:seen`, reader, event ?? unknown());
}
