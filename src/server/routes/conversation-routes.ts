import type { Json, ThreadRecord } from '../../core/index.js';
import { isChatError } from '../../core/index.js';
import { acsTokenOf, callerOf } from '../caller.js';
import { assertAllowed } from '../permit.js';
import { Problem } from '../problem.js';
import { readBody } from '../read-body.js';
import { emptyResponse, jsonResponse, param, type Route, type RouteContext } from '../route.js';
import { schemas } from '../schemas.js';
import type { CompanionServices } from '../services.js';

export const conversationRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/conversations',
    name: 'createConversation',
    summary: 'Creates a conversation with a unique name, as the caller.',
    access: 'chat',
    body: 'ConversationDraft',
    answers: { 201: { description: 'The conversation.', schema: 'Conversation' } },
    problems: { 409: ['unique-name-taken'] },
    handle: create,
  },
  {
    method: 'get',
    path: '/conversations',
    name: 'findConversation',
    summary: 'The conversation with a unique name.',
    access: 'chat',
    query: { uniqueName: { description: 'Compared exactly.', isRequired: true } },
    answers: { 200: { description: 'What is known of it.', schema: 'Peek' } },
    problems: { 404: ['not-found'] },
    handle: find,
  },
  {
    method: 'get',
    path: '/conversations/{id}',
    name: 'peekConversation',
    summary: 'A conversation, also for those who are not in it.',
    access: 'chat',
    answers: { 200: { description: 'What is known of it.', schema: 'Peek' } },
    problems: { 403: ['forbidden'], 404: ['not-found'] },
    handle: peek,
  },
  {
    method: 'put',
    path: '/conversations/{id}/unique-name',
    name: 'renameConversation',
    summary: 'Gives a conversation another unique name, or none.',
    access: 'chat',
    body: 'UniqueName',
    answers: { 204: { description: 'Done; the name before is free.' } },
    problems: { 403: ['forbidden'], 404: ['not-found'], 409: ['unique-name-taken'] },
    handle: rename,
  },
  {
    method: 'delete',
    path: '/conversations/{id}',
    name: 'deleteConversation',
    summary: 'Deletes a conversation with everything that is kept about it.',
    access: 'session',
    answers: { 204: { description: 'Done; its unique name is free.' } },
    problems: { 403: ['forbidden'], 404: ['not-found'] },
    handle: remove,
  },
];

async function create(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { membership, serviceParticipant, names } = services;
  const draft = await readBody(context, schemas.ConversationDraft);
  const chat = membership.chatOf(callerOf(context), acsTokenOf(context));
  const memberIds = [await serviceParticipant.userId()];
  const name = await names.claim(draft.uniqueName);
  let thread: ThreadRecord | undefined;
  try {
    const { topic, metadata, creatorName } = draft;
    thread = await chat.createThread({ topic, metadata, memberIds, creatorName });
    await name.bind(thread.id);
    return jsonResponse(toConversation(thread), 201);
  } catch (error) {
    await name.release().catch(() => undefined);
    // Without its name it is not what was asked for.
    const id = thread?.id ?? incompleteThreadId(error);
    if (id !== undefined) await chat.deleteThread(id).catch(() => undefined);
    if (isChatError(error, 'unauthorized')) {
      throw new Problem(401, 'acs-token-invalid', 'unable to create the conversation; ACS refused the access token');
    }
    throw error;
  }
}

/** ACS makes a thread although it could not add everybody. */
function incompleteThreadId(error: unknown): string | undefined {
  const details = isChatError(error) ? (error.details as { thread?: ThreadRecord } | undefined) : undefined;
  return details?.thread?.id;
}

async function find(context: RouteContext, services: CompanionServices): Promise<Response> {
  const uniqueName = context.req.query('uniqueName') ?? '';
  if (uniqueName === '') {
    throw new Problem(400, 'invalid-request', 'unable to find a conversation; `uniqueName` is missing in the query');
  }
  const id = await services.names.find(uniqueName);
  if (id === undefined) {
    // Nothing to find, but a caller without a proper token must not learn that.
    services.membership.chatOf(callerOf(context), acsTokenOf(context));
    throw unknownConversation();
  }
  return answerPeek(context, services, id, async (thread) => {
    const allowed = await services.isAllowed('conversation.find', { caller: callerOf(context), conversation: thread });
    if (!allowed) throw unknownConversation();
  });
}

function peek(context: RouteContext, services: CompanionServices): Promise<Response> {
  return answerPeek(context, services, param(context, 'id'), (thread) =>
    assertAllowed(services, 'conversation.peek', { caller: callerOf(context), conversation: thread }),
  );
}

/** @param permit - Throws when the caller, who is not in it, may not see it. */
async function answerPeek(
  context: RouteContext,
  services: CompanionServices,
  id: string,
  permit: (thread: ReturnType<typeof toAuthorized>) => Promise<void>,
): Promise<Response> {
  const { membership, serviceParticipant, attributes } = services;
  const own = await membership.findThread(callerOf(context), acsTokenOf(context), id);
  const thread = own ?? (await serviceParticipant.findThread(id));
  if (thread === undefined) throw unknownConversation();
  if (own === undefined) await permit(toAuthorized(thread));
  const document = await attributes.find(id);
  return jsonResponse({
    ...toConversation(thread),
    isMember: own !== undefined,
    ...(document && { attributes: document.attributes satisfies Json }),
  });
}

async function rename(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { membership, serviceParticipant, names } = services;
  const id = param(context, 'id');
  const { uniqueName } = await readBody(context, schemas.UniqueName);
  const token = acsTokenOf(context);
  await membership.assertMember(callerOf(context), token, id);
  // A name is free where the service participant finds no conversation, so that it has to be in this one.
  if (uniqueName !== null && (await serviceParticipant.findThread(id)) === undefined) {
    const userId = await serviceParticipant.userId();
    await membership.chatOf(callerOf(context), token).addMember(id, { userId, metadata: {} });
  }
  await names.rename(id, uniqueName);
  return emptyResponse();
}

async function remove(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { serviceParticipant, membership, names, attributes, participants, options, logger } = services;
  const id = param(context, 'id');
  const thread = await serviceParticipant.findThread(id);
  if (thread === undefined) throw unknownConversation();
  const conversation = toAuthorized(thread);
  await assertAllowed(services, 'conversation.delete', { caller: callerOf(context), conversation });
  await (await serviceParticipant.chat()).deleteThread(id);
  membership.forgetThread(id);
  await Promise.all([names.forget(id), attributes.forget(id), participants.forget(id)]);
  // Files may be many: nobody waits for that.
  options.media?.removeAll(id).catch(() => logger.warn('unable to remove the files of a deleted conversation'));
  return emptyResponse();
}

/** For the app's `authorize`. */
export function toAuthorized({ id, topic, metadata, createdBy }: ThreadRecord) {
  return { id, topic, metadata, createdBy };
}

function toConversation({ id, topic, metadata, createdOn, createdBy }: ThreadRecord) {
  return { id, topic, metadata, createdOn: createdOn.toISOString(), createdBy: createdBy ?? null };
}

export function unknownConversation(): Problem {
  const reason = 'there is none, or the companion is not in it';
  return new Problem(404, 'not-found', `unable to find the conversation; ${reason}`);
}
