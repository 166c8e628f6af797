import { callerOf } from '../caller.js';
import { etagOf, isKnown } from '../if-match.js';
import { readBody } from '../read-body.js';
import { emptyResponse, jsonResponse, type Route, type RouteContext } from '../route.js';
import { schemas } from '../schemas.js';
import type { CompanionServices } from '../services.js';

export const personalRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/mine',
    name: 'getMine',
    summary: 'What the caller keeps about conversations, for all of their devices.',
    access: 'session',
    condition: 'If-None-Match',
    answers: {
      200: { description: 'All of it.', schema: 'Personal', hasEtag: true },
      304: { description: 'Nothing has changed.' },
    },
    handle: get,
  },
  {
    method: 'patch',
    path: '/mine',
    name: 'updateMine',
    summary: 'Changes what the caller keeps about one conversation.',
    access: 'session',
    body: 'PersonalChange',
    answers: { 200: { description: 'Stored.', schema: 'Revision', hasEtag: true } },
    problems: { 413: ['too-large'] },
    handle: change,
  },
];

async function get(context: RouteContext, { personal }: CompanionServices): Promise<Response> {
  const { conversations, revision } = await personal.get(callerOf(context).identity);
  const etag = etagOf(revision);
  if (isKnown(context.req.header('if-none-match'), revision)) return emptyResponse(304, { etag });
  return jsonResponse({ conversations, revision: String(revision) }, 200, { etag });
}

async function change(context: RouteContext, { personal }: CompanionServices): Promise<Response> {
  const { conversationId, ...wanted } = await readBody(context, schemas.PersonalChange);
  const revision = await personal.change(callerOf(context).identity, conversationId, wanted);
  return jsonResponse({ revision: String(revision) }, 200, { etag: etagOf(revision) });
}
