import { decodeConnectionToken, isConnectionToken } from '../identity/index.js';
import type { Facts, Setup } from './check.js';

/** What is known of the set-up, as far as the token can be read. */
export function readFacts({ token, endpoint }: Setup): Facts {
  if (token === undefined) return { endpoint, accessToken: undefined, companion: undefined };
  if (!isConnectionToken(token)) return { endpoint, accessToken: token, companion: undefined };
  try {
    const fields = decodeConnectionToken(token);
    return { endpoint: endpoint ?? fields.endpoint, accessToken: fields.token, companion: fields.companion };
  } catch {
    // The check of the token tells what is wrong with it.
    return { endpoint, accessToken: undefined, companion: undefined };
  }
}
