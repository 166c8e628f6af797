import { callerOf } from '../caller.js';
import { assertAllowed } from '../permit.js';
import { Problem } from '../problem.js';
import { readBody } from '../read-body.js';
import { emptyResponse, param, type Route, type RouteContext } from '../route.js';
import { schemas } from '../schemas.js';
import type { CompanionServices } from '../services.js';
import { toAuthorized, unknownConversation } from './conversation-routes.js';

export const membershipRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/conversations/{id}/join',
    name: 'joinConversation',
    summary: 'Adds the caller to a conversation, with all of its history.',
    access: 'session',
    body: 'Join',
    answers: { 204: { description: 'Joined.' } },
    problems: { 403: ['forbidden'], 404: ['not-found'], 409: ['already-participant'] },
    handle: join,
  },
  {
    method: 'delete',
    path: '/conversations/{id}/participants/{identity}',
    name: 'removeParticipant',
    summary: 'Removes somebody, or oneself, from a conversation.',
    access: 'session',
    answers: { 204: { description: 'Removed.' } },
    problems: { 403: ['forbidden'], 404: ['not-found'] },
    handle: remove,
  },
];

/** ACS's word for all of the history. */
const BEGINNING = new Date(0);

async function join(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { serviceParticipant } = services;
  const id = param(context, 'id');
  const caller = callerOf(context);
  const { displayName } = await readBody(context, schemas.Join);
  const thread = await serviceParticipant.findThread(id);
  if (thread === undefined) throw unknownConversation();
  if (await serviceParticipant.hasMember(id, caller.userId)) {
    throw new Problem(409, 'already-participant', 'unable to join the conversation; the user is in it already');
  }
  await assertAllowed(services, 'conversation.join', { caller, conversation: toAuthorized(thread) });
  const chat = await serviceParticipant.chat();
  await chat.addMember(id, { userId: caller.userId, displayName, metadata: {}, shareHistoryTime: BEGINNING });
  return emptyResponse();
}

async function remove(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { serviceParticipant, users, membership, participants } = services;
  const [id, identity] = [param(context, 'id'), param(context, 'identity')];
  const thread = await serviceParticipant.findThread(id);
  if (thread === undefined) throw unknownConversation();
  const user = await users.find(identity);
  const target = { identity, userId: user?.userId };
  const conversation = toAuthorized(thread);
  await assertAllowed(services, 'participant.remove', { caller: callerOf(context), conversation, target });
  if (user === undefined || !(await serviceParticipant.hasMember(id, user.userId))) {
    throw new Problem(
      404,
      'not-found',
      'unable to remove the participant; nobody in the conversation has this identity',
    );
  }
  await (await serviceParticipant.chat()).removeMember(id, user.userId);
  membership.forget(user.userId, id);
  await participants.remove(id, user.userId);
  return emptyResponse();
}
