import { isChatError } from '../../core/index.js';
import { encodeConnectionToken } from '../../identity/index.js';
import type { IssuedToken } from '../acs/identity-service.js';
import { refusalOfIdentity } from '../identity-rules.js';
import { Problem } from '../problem.js';
import { jsonResponse, type Route, type RouteContext } from '../route.js';
import type { CompanionServices } from '../services.js';
import type { User } from '../user-directory.js';

const description: Omit<Route, 'method' | 'name'> = {
  path: '/token',
  summary: 'A connection token for whoever is logged in.',
  access: 'login',
  query: { identity: { description: 'Whom the client expects to be; must be who is logged in.' } },
  answers: { 200: { description: 'The connection token.', schema: 'Token', isTextToo: true } },
  problems: { 401: ['unauthenticated'], 403: ['identity-mismatch'], 502: ['service-error'], 503: ['busy'] },
  handle: answerToken,
};

export const tokenRoutes: readonly Route[] = [
  { ...description, method: 'get', name: 'getToken' },
  { ...description, method: 'post', name: 'postToken' },
];

async function answerToken(context: RouteContext, services: CompanionServices): Promise<Response> {
  const identity = await authenticate(context, services);
  const expected = context.req.query('identity');
  if (expected !== undefined && expected !== identity) {
    throw new Problem(403, 'identity-mismatch', 'unable to issue a token; somebody else is logged in');
  }
  const token = await createConnectionToken(identity, services);
  return wantsText(context, services)
    ? new Response(token, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } })
    : jsonResponse({ token });
}

async function authenticate({ req }: RouteContext, { options, logger }: CompanionServices): Promise<string> {
  let identity: string | null | undefined;
  try {
    identity = await options.authenticate(req.raw);
  } catch (error) {
    // Not its text: what an app's login says may hold what was sent to it.
    const name = error instanceof Error ? error.name : typeof error;
    logger.error(`\`authenticate\` failed with ${name}; let it answer null for nobody`);
    throw new Problem(500, 'authenticate-failed', 'unable to issue a token; the login of the app failed');
  }
  if (identity === null || identity === undefined) {
    throw new Problem(401, 'unauthenticated', 'unable to issue a token; nobody is logged in. Log in to the app first');
  }
  const refusal = typeof identity === 'string' ? refusalOfIdentity(identity) : 'must be a text';
  if (refusal !== undefined) {
    throw new Problem(400, 'invalid-identity', `unable to issue a token; the identity ${refusal}`);
  }
  return identity;
}

/** @throws Problem, ChatError */
async function createConnectionToken(identity: string, services: CompanionServices): Promise<string> {
  const { options, users, sessions, serviceParticipant } = services;
  const [user, service] = await Promise.all([users.ensure(identity), serviceParticipant.userId()]);
  const { token, expiresOn } = await issueToken(user, services);
  const session = await sessions.issue(user, expiresOn);
  return encodeConnectionToken({
    endpoint: options.acs.endpoint,
    token,
    identity,
    userId: user.userId,
    displayName: user.friendlyName === null || user.friendlyName === '' ? undefined : user.friendlyName,
    companion: options.publicUrl,
    session,
    service,
  });
}

async function issueToken({ userId }: User, { acs, logger }: CompanionServices): Promise<IssuedToken> {
  try {
    return await acs.issueToken(userId);
  } catch (error) {
    if (!isChatError(error, 'not-found')) throw error;
    logger.error(
      'ACS does not know a user of the storage: it was deleted there, or the storage belongs to another resource. ' +
        'Use a storage for each resource',
    );
    throw new Problem(502, 'service-error', 'unable to issue a token; Azure does not know the user any more');
  }
}

/** The header decides where it names one of the two and not the other. */
function wantsText({ req }: RouteContext, { options }: CompanionServices): boolean {
  const accept = req.header('accept') ?? '';
  const [json, text] = [accept.includes('application/json'), accept.includes('text/plain')];
  return json === text ? options.tokenFormat === 'text' : text;
}
