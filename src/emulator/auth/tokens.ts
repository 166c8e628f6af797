import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import type { RawId } from '../events.js';
import type { IdentityRegistry } from './identity-registry.js';

/** A user access token. */
export interface IssuedToken {
  token: string;
  expiresOn: Date;
}

/** What a valid token says. */
export interface TokenFacts {
  userId: RawId;
  scopes: string[];
}

/** Issues user access tokens and tells whose they are. */
export interface TokenAuthority {
  issue(userId: RawId, scopes: readonly string[], lifeMs: number): Promise<IssuedToken>;
  /** `undefined` when the token is forged, expired, revoked, or its identity is gone. */
  verify(token: string): Promise<TokenFacts | undefined>;
}

const ALGORITHM = 'HS256';
const RESOURCE_LOCATION = 'emulator';

/** Creates the authority; it signs with the access key and keeps the emulator's time. */
export function createTokenAuthority(
  identities: IdentityRegistry,
  accessKey: string,
  now: () => number,
): TokenAuthority {
  const key = new Uint8Array(Buffer.from(accessKey, 'base64'));
  return {
    async issue(userId, scopes, lifeMs) {
      const issuedAt = Math.floor(now() / 1000);
      const expiresAt = Math.floor((now() + lifeMs) / 1000);
      const token = await new SignJWT({
        skypeid: userId.slice('8:'.length),
        scp: scopes.join(' '),
        resourceId: identities.resourceId,
        resourceLocation: RESOURCE_LOCATION,
        generation: identities.generationOf(userId),
      })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { token, expiresOn: new Date(expiresAt * 1000) };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: [ALGORITHM], currentDate: new Date(now()) });
        const userId = userOf(payload);
        const { scp, generation } = payload;
        if (userId === undefined || typeof scp !== 'string' || typeof generation !== 'number') return undefined;
        return identities.isCurrent(userId, generation, now()) ? { userId, scopes: scp.split(' ') } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** Whose token this claims to be, without checking it: for the request log and for faults. */
export function peekUserId(token: string): RawId | undefined {
  try {
    return userOf(decodeJwt(token));
  } catch {
    return undefined;
  }
}

function userOf({ skypeid }: Readonly<Record<string, unknown>>): RawId | undefined {
  return typeof skypeid === 'string' ? `8:${skypeid}` : undefined;
}
