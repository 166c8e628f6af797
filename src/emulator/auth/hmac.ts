import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A signed request. */
export interface SignedRequest {
  method: string;
  /** Path and query as sent. */
  pathAndQuery: string;
  body: Uint8Array;
  header(name: string): string | undefined;
}

/** How {@link checkSignature} checks. */
export interface SignatureCheck {
  accessKey: string;
  now: number;
  skewMs: number;
}

const SCHEME = /^HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=([A-Za-z0-9+/]+=*)$/;

/**
 * Checks a request signed with the access key (ACS docs: authentication with HMAC). Browsers cannot set `host`
 * themselves but send it all the same, so one rule serves both.
 *
 * @returns what is wrong, or `undefined` when the request is genuine.
 */
export function checkSignature(request: SignedRequest, { accessKey, now, skewMs }: SignatureCheck): string | undefined {
  const authorization = request.header('authorization');
  if (authorization === undefined) return 'The Authorization header is missing.';
  const signature = SCHEME.exec(authorization)?.[1];
  if (signature === undefined) return 'The Authorization header is not a signature with the access key.';
  const date = request.header('x-ms-date') ?? '';
  if (!(Math.abs(Date.parse(date) - now) <= skewMs)) return 'The x-ms-date header is missing or too far off.';
  const contentHash = createHash('sha256').update(request.body).digest('base64');
  if (request.header('x-ms-content-sha256') !== contentHash) {
    return 'The x-ms-content-sha256 header does not belong to the body.';
  }
  const host = request.header('host') ?? '';
  const signed = `${request.method}\n${request.pathAndQuery}\n${date};${host};${contentHash}`;
  const expected = createHmac('sha256', Buffer.from(accessKey, 'base64')).update(signed).digest();
  const given = Buffer.from(signature, 'base64');
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
  return isGenuine ? undefined : 'The signature does not match.';
}
