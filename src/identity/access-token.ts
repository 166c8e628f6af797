import { decodeBase64Url } from './base64url.js';

/** What an ACS access token says about itself. Nothing of it is verified: that is the service's business. */
export interface AccessTokenFacts {
  /** Such as `8:acs:…`; absent when the token does not tell. */
  readonly userId?: string | undefined;
  readonly expiresOn?: Date | undefined;
  /** Such as `chat`; empty when the token does not tell. */
  readonly scopes: readonly string[];
}

/** Never throws: a token may be opaque, and its inner format is no promise of the service. */
export function parseAccessToken(token: string): AccessTokenFacts {
  const claims = readClaims(token);
  const userId = toUserId(claims['skypeid']);
  const expiresOn = toDate(claims['exp']);
  return {
    ...(userId !== undefined && { userId }),
    ...(expiresOn !== undefined && { expiresOn }),
    scopes: toScopes(claims['acsScope'] ?? claims['scp']),
  };
}

function readClaims(token: string): Record<string, unknown> {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return {};
  try {
    const claims = JSON.parse(decodeBase64Url(payload)) as unknown;
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The claim has the id without its leading `8:`. */
function toUserId(skypeId: unknown): string | undefined {
  return typeof skypeId === 'string' && skypeId !== '' ? `8:${skypeId}` : undefined;
}

function toDate(seconds: unknown): Date | undefined {
  if (typeof seconds !== 'number') return undefined;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function toScopes(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((scope): scope is string => typeof scope === 'string');
  return typeof claim === 'string' ? claim.split(/[\s,]+/).filter((scope) => scope !== '') : [];
}
