export { encodeConnectionToken } from '../identity/index.js';
export { defaultAuthorize } from './authorize.js';
export { createCompanion } from './companion.js';

export type { ConnectionTokenFields } from '../identity/index.js';
export type { EntraCredential } from './acs-access.js';
export type { AuthorizeAction, AuthorizeContext, AuthorizedConversation } from './authorize.js';
export type { Companion } from './companion.js';
export type { CompanionLimits, CompanionOptions, CorsOptions } from './companion-options.js';
export type { Caller } from './server-internals.js';
export type { CompanionStorage, StorageDriver } from './store/index.js';
