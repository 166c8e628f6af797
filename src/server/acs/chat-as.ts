import { AcsChatBackend, createAcsChatClient } from '../../acs/index.js';
import type { TokenSource } from '../../core/index.js';

/** Who asks ACS Chat, and where. */
export interface ChatUser {
  readonly endpoint: string;
  readonly userId: string;
  readonly tokens: TokenSource;
}

/** ACS Chat as this user. */
export function chatAs({ endpoint, userId, tokens }: ChatUser): AcsChatBackend {
  return new AcsChatBackend({ client: createAcsChatClient({ endpoint, tokens }), userId, tokens });
}

/** Somebody else's token: nothing that could be replaced here. */
export function borrowedToken(token: string): TokenSource {
  return { current: () => token, refresh: () => Promise.resolve(false) };
}
