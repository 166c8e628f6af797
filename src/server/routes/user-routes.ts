import { checkAttributes } from '../attributes.js';
import { callerOf } from '../caller.js';
import { MOST_ATTRIBUTE_BYTES } from '../limits.js';
import { assertAllowed } from '../permit.js';
import { readBody } from '../read-body.js';
import { jsonResponse, param, type Route, type RouteContext } from '../route.js';
import { schemas } from '../schemas.js';
import type { CompanionServices } from '../services.js';
import type { User } from '../user-directory.js';
import { etagOf } from '../if-match.js';

export const userRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/users/lookup',
    name: 'lookUpUsers',
    summary: 'Identities to ACS users and back, with their profiles.',
    access: 'session',
    body: 'UserLookup',
    answers: { 200: { description: 'Those that are known.', schema: 'Users' } },
    problems: { 403: ['forbidden'], 503: ['busy'] },
    handle: lookUp,
  },
  {
    method: 'patch',
    path: '/users/{identity}',
    name: 'updateUser',
    summary: 'Changes a profile: one’s own, unless the app allows more.',
    access: 'session',
    condition: 'If-Match',
    body: 'UserChange',
    answers: { 200: { description: 'The user after that.', schema: 'User', hasEtag: true } },
    problems: { 403: ['forbidden'], 404: ['not-found'], 412: ['stale-revision'], 413: ['too-large'] },
    handle: update,
  },
];

/** Users of ACS that are made at a time. */
const AT_ONCE = 10;

async function lookUp(context: RouteContext, services: CompanionServices): Promise<Response> {
  const { identities = [], userIds = [], create = false } = await readBody(context, schemas.UserLookup);
  const { users } = services;
  const [byIdentity, byUserId] = await Promise.all([
    Promise.all([...new Set(identities)].map(async (identity) => ({ identity, user: await users.find(identity) }))),
    Promise.all([...new Set(userIds)].map((userId) => users.findByUserId(userId))),
  ]);
  const unknown = byIdentity.filter(({ user }) => user === undefined).map(({ identity }) => identity);
  const made = create ? await makeUsers(context, unknown, services) : [];
  const found = [...byIdentity.map(({ user }) => user), ...byUserId, ...made].filter((user) => user !== undefined);
  return jsonResponse({ users: [...new Map(found.map((user) => [user.identity, user])).values()] });
}

async function makeUsers(context: RouteContext, identities: string[], services: CompanionServices): Promise<User[]> {
  const caller = callerOf(context);
  for (const identity of identities) await assertAllowed(services, 'user.create', { caller, target: { identity } });
  const made: User[] = [];
  for (let start = 0; start < identities.length; start += AT_ONCE) {
    const some = identities.slice(start, start + AT_ONCE);
    made.push(...(await Promise.all(some.map((identity) => services.users.ensure(identity)))));
  }
  return made;
}

async function update(context: RouteContext, services: CompanionServices): Promise<Response> {
  const identity = param(context, 'identity');
  const caller = callerOf(context);
  const { friendlyName, attributes } = await readBody(context, schemas.UserChange);
  if (identity !== caller.identity) await assertAllowed(services, 'user.update', { caller, target: { identity } });
  const change = {
    friendlyName,
    ...(attributes !== undefined && { attributes: checkAttributes(attributes, MOST_ATTRIBUTE_BYTES) }),
  };
  const user = await services.users.update(identity, change, context.req.header('if-match'));
  return jsonResponse(user, 200, { etag: etagOf(user.revision) });
}
