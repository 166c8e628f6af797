/** Puts core and adapters together: one client's way to the service. Private to the package. */
export { createLink } from './create-link.js';
export type { Link, Self } from './create-link.js';
export type { ExchangedToken, ExchangeToken } from './exchange-token.js';
export { createGlue } from './glue.js';
export type { Glue } from './glue.js';
export type { GlueOptions } from './glue-options.js';
export type { LinkOptions } from './link-options.js';
export { createLogger } from './logger.js';
export { startWithToken } from './start-with-token.js';
export { StandingLink } from './standing-link.js';
export type { StandingLinkListener } from './standing-link.js';
export { TokenClock } from './token-clock.js';
export { VERSION } from './version.js';
