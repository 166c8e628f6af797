import type { CommunicationTokenCredential } from '@azure/communication-common';
import type { TokenSource } from '../core/index.js';

/** Shows the token in use to the SDK. */
export function toAcsCredential(tokens: TokenSource): CommunicationTokenCredential {
  return {
    // "Expired already": the SDK keeps a token until shortly before its expiry and would go on sending a replaced one.
    getToken: () => Promise.resolve().then(() => ({ token: tokens.current(), expiresOnTimestamp: 0 })),
    dispose: () => undefined,
  };
}
