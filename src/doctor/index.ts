/** Looks at a set-up from outside, as an app would meet it. */
import type { Check, CheckResult, Setup } from './check.js';
import { checkAccess } from './checks/access.js';
import { checkClock } from './checks/clock.js';
import { checkCompanion } from './checks/companion.js';
import { checkCors } from './checks/cors.js';
import { checkEndpoint } from './checks/endpoint.js';
import { checkMedia } from './checks/media.js';
import { checkRealtime } from './checks/realtime.js';
import { checkToken } from './checks/token.js';
import { readFacts } from './facts.js';

export type { CheckResult, CheckState, Setup } from './check.js';

const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ['token', checkToken],
  ['endpoint', checkEndpoint],
  ['access', checkAccess],
  ['clock', checkClock],
  ['CORS', checkCors],
  ['realtime', checkRealtime],
  ['companion', checkCompanion],
  ['media', checkMedia],
];

/** A result with the name of its check. */
export interface Diagnosis extends CheckResult {
  readonly name: string;
}

/** All checks, one after the other, each told when it is done. */
export async function* diagnose(setup: Setup): AsyncGenerator<Diagnosis> {
  const facts = readFacts(setup);
  for (const [name, check] of CHECKS) yield { name, ...(await check(setup, facts)) };
}
