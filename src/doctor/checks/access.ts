import { ask, type CheckResult, type Facts, note, ok, problem, type Setup, skipped } from '../check.js';

/** The service takes the token, and lets it do what a chat client does: list the conversations of its user. */
export async function checkAccess(setup: Setup, facts: Facts): Promise<CheckResult> {
  const answer = await listThreads(setup, facts);
  if (answer === undefined) return skipped('no endpoint or no readable token');
  if ('failure' in answer) return skipped(`the endpoint does not answer: ${answer.failure}`);
  switch (answer.status) {
    case 200:
      return ok('the service takes the token for chat');
    case 401:
      return problem('the service refuses the token (401)', 'it has ended, was revoked, or is of another resource');
    case 403:
      return problem('the token may not chat (403)', 'issue it with the scope "chat": getToken(user, ["chat"])');
    default:
      return note(`the service answered ${answer.status}`, 'try again; if it stays, look at the state of the resource');
  }
}

/** The cheapest request that needs the scope. */
export async function listThreads(setup: Setup, { endpoint, accessToken }: Facts) {
  if (endpoint === undefined || accessToken === undefined) return undefined;
  const url = `${endpoint.replace(/\/+$/, '')}/chat/threads?maxPageSize=1&api-version=2025-03-15`;
  return ask(url, setup, { headers: { authorization: `Bearer ${accessToken}` } });
}
