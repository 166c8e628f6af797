import { textOf } from '../core/index.js';
import { readClaims } from '../identity/index.js';

/** Whose tokens these are, as the id token says. Nothing of it is verified: it only names the user to the app itself. */
export interface IdTokenUser {
  /** Claim `preferred_username`. */
  readonly username: string | undefined;
  /** Claim `services-identity`. */
  readonly identity: string | undefined;
}

/** @returns `undefined` when it is no JWT */
export function readIdToken(idToken: string): IdTokenUser | undefined {
  const claims = readClaims(idToken);
  if (Object.keys(claims).length === 0) return undefined;
  return {
    username: textOf(claims['preferred_username']) || undefined,
    identity: textOf(claims['services-identity']) || undefined,
  };
}
