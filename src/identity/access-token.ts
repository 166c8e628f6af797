import { dateOf, fieldsOf, textOf } from '../core/index.js';
import { decodeBase64Url } from './base64url.js';

/** What an ACS access token says about itself. Nothing of it is verified: that is the service's business. */
export interface AccessTokenFacts {
  /** Such as `8:acs:…`; absent when the token does not tell. */
  readonly userId: string | undefined;
  readonly expiresOn: Date | undefined;
}

/** Never throws: a token may be opaque, and its inner format is no promise of the service. */
export function parseAccessToken(token: string): AccessTokenFacts {
  const { skypeid, exp } = readClaims(token);
  // The claim has the id without its leading `8:`.
  const user = textOf(skypeid);
  return {
    userId: user === '' ? undefined : `8:${user}`,
    expiresOn: typeof exp === 'number' ? dateOf(exp * 1000) : undefined,
  };
}

/** What a JWT says, unverified; nothing when it is none. Never throws. */
export function readClaims(token: string): Readonly<Record<string, unknown>> {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return {};
  try {
    return fieldsOf(JSON.parse(decodeBase64Url(payload)));
  } catch {
    return {};
  }
}
