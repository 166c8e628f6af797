import { ask, type CheckResult, type Facts, note, ok, problem, type Setup, skipped } from '../check.js';

/** The companion service that the connection token names answers. */
export async function checkCompanion(setup: Setup, { companion, accessToken }: Facts): Promise<CheckResult> {
  if (accessToken === undefined) return skipped('no readable token');
  if (companion === undefined) {
    return note('the connection token names no companion', 'what needs one is in MIGRATION.md');
  }
  const answer = await ask(`${companion.replace(/\/+$/, '')}/health`, setup, {
    headers: { accept: 'application/json' },
  });
  if ('failure' in answer)
    return problem(`${companion}: ${answer.failure}`, 'start it, or correct its address in the token');
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  if (answer.status === 200 && isJson) return ok(`${companion} answers`);
  return problem(`${companion}/health answered ${answer.status}`, 'check that the address is that of the companion');
}
