import { ask, type CheckResult, type Facts, ok, problem, type Setup, skipped } from '../check.js';

/** A page of this origin may talk to the service. */
export async function checkCors(setup: Setup, { endpoint }: Facts): Promise<CheckResult> {
  const { origin } = setup;
  if (endpoint === undefined) return skipped('no endpoint is known');
  if (origin === undefined) return skipped('add --origin with the address of your page to look at it');
  const answer = await ask(`${endpoint.replace(/\/+$/, '')}/chat/threads?api-version=2025-03-15`, setup, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  if ('failure' in answer) return skipped('the endpoint does not answer');
  const allowed = answer.headers.get('access-control-allow-origin');
  if (allowed === '*' || allowed === origin) return ok(`pages of ${origin} may call the service`);
  return problem(
    `pages of ${origin} may not call the service (${allowed === null ? 'nothing allowed' : `allowed: ${allowed}`})`,
    'look for a proxy or firewall that changes the answers between page and service',
  );
}
