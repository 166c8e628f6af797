import { encodeBase64Url } from '../../src/identity/base64url.js';

/** An unsigned token with these claims: nothing in the library verifies tokens. */
export function makeJwt(claims: unknown): string {
  const encode = (value: unknown) => encodeBase64Url(JSON.stringify(value));
  return `${encode({ alg: 'none' })}.${encode(claims)}.signature`;
}
