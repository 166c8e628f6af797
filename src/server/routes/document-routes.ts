import { checkAttributes } from '../attributes.js';
import { acsTokenOf, callerOf } from '../caller.js';
import { etagOf, isKnown } from '../if-match.js';
import { MOST_ATTRIBUTE_BYTES, MOST_PARTICIPANT_ATTRIBUTE_BYTES } from '../limits.js';
import type { KnownThread } from '../membership.js';
import { Problem } from '../problem.js';
import { readBody } from '../read-body.js';
import { emptyResponse, jsonResponse, param, type Route, type RouteContext } from '../route.js';
import { schemas } from '../schemas.js';
import type { CompanionServices } from '../services.js';

const forMembers = { 403: ['forbidden'], 404: ['not-found'] };

export const documentRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/conversations/{id}/attributes',
    name: 'getAttributes',
    summary: 'Attributes of a conversation that are kept here.',
    access: 'chat',
    answers: { 200: { description: 'The attributes.', schema: 'AttributesDocument', hasEtag: true } },
    problems: forMembers,
    handle: getAttributes,
  },
  {
    method: 'put',
    path: '/conversations/{id}/attributes',
    name: 'putAttributes',
    summary: 'Stores attributes of a conversation: any JSON of at most 16 KB.',
    access: 'chat',
    condition: 'If-Match',
    body: 'Attributes',
    answers: { 200: { description: 'Stored.', schema: 'Revision', hasEtag: true } },
    problems: { ...forMembers, 412: ['stale-revision'], 413: ['too-large'] },
    handle: putAttributes,
  },
  {
    method: 'get',
    path: '/conversations/{id}/participants',
    name: 'getParticipants',
    summary: 'Attributes and read horizons of participants that are kept here.',
    access: 'chat',
    condition: 'If-None-Match',
    answers: {
      200: { description: 'All of them.', schema: 'Participants', hasEtag: true },
      304: { description: 'Nothing has changed.' },
    },
    problems: forMembers,
    handle: getParticipants,
  },
  {
    method: 'put',
    path: '/conversations/{id}/participants/{userId}/attributes',
    name: 'putParticipantAttributes',
    summary: 'Stores attributes of a participant: any JSON of at most 4 KB.',
    access: 'chat',
    body: 'Attributes',
    answers: { 200: { description: 'Stored.', schema: 'Revision', hasEtag: true } },
    problems: { ...forMembers, 413: ['too-large'] },
    handle: putParticipantAttributes,
  },
  {
    method: 'put',
    path: '/conversations/{id}/last-read',
    name: 'putLastRead',
    summary: 'Moves one’s own read horizon forward.',
    access: 'chat',
    body: 'LastRead',
    answers: { 200: { description: 'Stored, unless it was further on.', schema: 'Revision', hasEtag: true } },
    problems: { ...forMembers, 413: ['too-large'] },
    handle: putLastRead,
  },
];

function assertMember(context: RouteContext, { membership }: CompanionServices): Promise<KnownThread> {
  return membership.assertMember(callerOf(context), acsTokenOf(context), param(context, 'id'));
}

async function getAttributes(context: RouteContext, services: CompanionServices): Promise<Response> {
  await assertMember(context, services);
  const found = await services.attributes.find(param(context, 'id'));
  if (found === undefined) {
    throw new Problem(404, 'not-found', 'unable to find attributes; none of this conversation are kept here');
  }
  const { attributes, revision } = found;
  return jsonResponse({ attributes, revision: String(revision) }, 200, { etag: etagOf(revision) });
}

async function putAttributes(context: RouteContext, services: CompanionServices): Promise<Response> {
  const body = await readBody(context, schemas.Attributes);
  const attributes = checkAttributes(body.attributes, MOST_ATTRIBUTE_BYTES);
  await assertMember(context, services);
  const { req } = context;
  return answerRevision(await services.attributes.put(param(context, 'id'), attributes, req.header('if-match')));
}

async function getParticipants(context: RouteContext, services: CompanionServices): Promise<Response> {
  await assertMember(context, services);
  const [id, known] = [param(context, 'id'), context.req.header('if-none-match')];
  const { participants } = services;
  if (known !== undefined) {
    const revision = await participants.revisionOf(id);
    if (isKnown(known, revision)) return emptyResponse(304, { etag: etagOf(revision) });
  }
  const { revision, ...list } = await participants.list(id);
  return jsonResponse({ ...list, revision: String(revision) }, 200, { etag: etagOf(revision) });
}

async function putParticipantAttributes(context: RouteContext, services: CompanionServices): Promise<Response> {
  const [id, userId] = [param(context, 'id'), param(context, 'userId')];
  const body = await readBody(context, schemas.Attributes);
  const attributes = checkAttributes(body.attributes, MOST_PARTICIPANT_ATTRIBUTE_BYTES);
  const { createdBy } = await assertMember(context, services);
  const caller = callerOf(context);
  const isFirstOnly = caller.userId !== userId && caller.userId !== createdBy;
  const { participants, isAllowed, serviceParticipant } = services;
  const first = await participants.putAttributes(id, userId, { attributes, isFirstOnly });
  if (first !== undefined) return answerRevision(first);
  const conversation = { id, createdBy };
  // Whoever adds somebody says what they carry, and that goes before what is left of an earlier time.
  const isBeingAdded = async (): Promise<boolean> => !(await serviceParticipant.hasMember(id, userId));
  if (
    !(await isAllowed('participant.update', { caller, conversation, target: { userId } })) &&
    !(await isBeingAdded().catch(() => false))
  ) {
    const reason = 'they belong to somebody else, and the app does not allow "participant.update" to this user';
    throw new Problem(403, 'forbidden', `unable to store the attributes; ${reason}`);
  }
  return answerRevision(await participants.putAttributes(id, userId, { attributes, isFirstOnly: false }));
}

async function putLastRead(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { messageId } = await readBody(context, schemas.LastRead);
  await assertMember(context, services);
  const { userId } = callerOf(context);
  const horizon = { messageId, readOn: services.now() };
  return answerRevision(await services.participants.putLastRead(param(context, 'id'), userId, horizon));
}

function answerRevision(revision = 0): Response {
  return jsonResponse({ revision: String(revision) }, 200, { etag: etagOf(revision) });
}
