import { Problem } from './problem.js';
import type { RouteContext } from './route.js';
import type { Caller } from './server-internals.js';
import type { CompanionServices } from './services.js';

/** Who asks. Behind {@link assertSession} only. */
export function callerOf(context: RouteContext): Caller {
  return context.get('caller');
}

/** The caller's ACS access token, as it was sent along; nothing of it is checked here. */
export function acsTokenOf({ req }: Pick<RouteContext, 'req'>): string | undefined {
  return req.header('x-acs-token');
}

/** Checks the session of a request. @throws Problem 401 */
export async function assertSession(context: RouteContext, { sessions }: CompanionServices): Promise<void> {
  const [, session] = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
  if (session === undefined) {
    const detail = 'unable to answer; the header Authorization with the session of the connection token is missing';
    throw new Problem(401, 'session-invalid', detail, { headers: { 'www-authenticate': 'Bearer' } });
  }
  context.set('caller', await sessions.verify(session));
}
