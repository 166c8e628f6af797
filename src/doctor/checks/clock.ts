import { ask, type CheckResult, type Facts, note, ok, problem, type Setup, skipped } from '../check.js';

/** From here on tokens seem to end too early or too late: `tokenAboutToExpire` comes three minutes before the end. */
const ALLOWED_MS = 60_000;

/** The clock of this machine and that of the service agree. */
export async function checkClock(setup: Setup, { endpoint }: Facts): Promise<CheckResult> {
  if (endpoint === undefined) return skipped('no endpoint is known');
  const before = setup.now();
  const answer = await ask(endpoint, setup);
  if ('failure' in answer) return skipped('the endpoint does not answer');
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(date)) return note('the service does not tell its time');
  // The header has whole seconds, and was written some time between question and answer.
  const middle = (before + setup.now()) / 2;
  const skew = Math.round((middle - date) / 1000);
  if (Math.abs(skew) * 1000 <= ALLOWED_MS) return ok('the clocks agree to the minute');
  const direction = skew > 0 ? 'ahead of' : 'behind';
  return problem(`this clock is ${Math.abs(skew)} s ${direction} the service’s`, 'set the clock: tokens end by it');
}
