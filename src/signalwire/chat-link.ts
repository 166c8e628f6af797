import type { StandingLink } from '../connect/index.js';

/** What the parts of this facade use of the way to the service. */
export type ChatLink = Pick<
  StandingLink,
  'session' | 'direct' | 'threads' | 'identity' | 'displayName' | 'ownName' | 'enter'
>;
