import { ask, type CheckResult, type Facts, ok, problem, type Setup, skipped } from '../check.js';

/** Something answers at the endpoint. Any answer will do: which one is not promised for an address without a path. */
export async function checkEndpoint(setup: Setup, { endpoint }: Facts): Promise<CheckResult> {
  if (endpoint === undefined) return skipped('no endpoint is known');
  const answer = await ask(endpoint, setup);
  if ('failure' in answer) {
    return problem(`${endpoint}: ${answer.failure}`, 'check the name of the resource, the network and the proxy');
  }
  return ok(`${endpoint} answers`);
}
