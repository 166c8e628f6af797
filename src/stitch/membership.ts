import type { UserId } from '../core/index.js';
import { missing, NexmoApiError, SERVER_TYPES, typeOfMissing } from './errors.js';
import type { Member } from './member.js';
import type { ThreadView } from './thread-view.js';
import { memberEventNow } from './to-member-events.js';

/** Whom to add: by the app's id, or by a name that the directory knows. */
export interface InviteParams {
  id?: string | undefined;
  user_id?: string | undefined;
  user_name?: string | undefined;
}

export type JoinParams = Pick<InviteParams, 'user_id' | 'user_name'>;

/** @throws NexmoApiError `conversation:error:invalid-member-state` when the user is in it already */
export async function join(view: ThreadView, params: JoinParams = {}): Promise<Member> {
  const { userId: ownUserId } = view.app.session;
  const name = params.user_id ?? params.user_name;
  const userId = name === undefined ? ownUserId : await view.ask(() => userIdOf(view, name));
  if (userId !== ownUserId) return add(view, userId, params.user_name);
  if (!view.thread || view.thread.isGone) await view.app.ask(() => letIn(view), typeOfMissing);
  if (view.presence === 'joined')
    throw new NexmoApiError(SERVER_TYPES.wrongState, 'unable to join; you are in this conversation already');
  view.enter('joined');
  const { own } = view;
  const event = memberEventNow(view, 'member:joined', own);
  own.timestamp.joined ??= event.timestamp;
  view.tellMembership(own, event);
  return own;
}

/** Has the app's server, or the companion, add the user. */
async function letIn(view: ThreadView): Promise<void> {
  view.isAsking = true;
  try {
    await view.app.link.enter(view.conversation.id);
  } finally {
    view.isAsking = false;
  }
}

/** @throws NexmoClientError `error:missing:params` */
export async function invite(view: ThreadView, params: InviteParams): Promise<Member> {
  const { id, user_id, user_name } = (params as InviteParams | undefined) ?? {};
  const name = id ?? user_id ?? user_name;
  if (typeof name !== 'string' || name === '')
    throw missing('invite', 'name the user, as in { id: "USR-…" } or { user_name: "alice" }');
  return add(view, await view.ask(() => userIdOf(view, name)), user_name);
}

async function add(view: ThreadView, userId: UserId, userName: string | undefined): Promise<Member> {
  const { session, users } = view.app;
  await view.ask(() => session.directory.prepare([userId]));
  const { name } = users.get(userId);
  const displayName = userName ?? (name === userId ? undefined : name);
  await view.ask(() => session.addMember(view.assertIn('invite'), { userId, displayName, metadata: {} }));
  const member = view.members.get(userId);
  member.invited_by = view.own.user.name;
  member.state = 'JOINED';
  return member;
}

async function userIdOf(view: ThreadView, name: string): Promise<UserId> {
  const userId = await view.app.session.directory.userIdOf(name);
  if (userId !== undefined) return userId;
  const reason = 'unable to find the user; nobody is known by that id or name. Use `identities`';
  throw new NexmoApiError('error:acs:404', reason, { detail: 'not-found' });
}

/** Resolves when the user is not in it any more. */
export async function leave(view: ThreadView): Promise<void> {
  const left = view.whenLeft();
  await view.ask(() => view.app.session.removeMember(view.assertIn('leave'), view.app.session.userId));
  await left;
}
