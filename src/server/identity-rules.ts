import * as z from 'zod';

const LONGEST_IDENTITY = 256;
// eslint-disable-next-line no-control-regex -- these are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Why nobody can have this identity, as the end of a sentence; `undefined` when it is fine. Never quotes it. */
export function refusalOfIdentity(identity: string): string | undefined {
  if (identity === '') return 'must not be empty';
  if (identity.length > LONGEST_IDENTITY) return `must have at most ${LONGEST_IDENTITY} characters`;
  if (/\p{Surrogate}/u.test(identity)) return 'must not hold half of a surrogate pair';
  if (CONTROL.test(identity)) return 'must not hold control characters';
  // Every URL parser takes these two out of a path, also when they are percent-encoded.
  if (identity === '.' || identity === '..') return 'must be another than "." and ".."';
  return undefined;
}

/** Any text of 1 to 256 UTF-16 units, case-sensitive. */
export const identitySchema = z
  .string()
  .min(1)
  .max(LONGEST_IDENTITY)
  .check(({ value, issues }) => {
    const refusal = refusalOfIdentity(value);
    if (refusal !== undefined) issues.push({ code: 'custom', message: refusal, input: '' });
  });
