export { encodeConnectionToken } from '../identity/index.js';
export { defaultAuthorize } from './authorize.js';
export { azureBlobMedia, createCompanion } from './companion.js';
export { toNodeListener } from './node-listener.js';

export type { ConnectionTokenFields } from '../identity/index.js';
export type { EntraCredential } from './acs-access.js';
export type { AuthorizeAction, AuthorizeContext, AuthorizedConversation } from './authorize.js';
export type { Companion } from './companion.js';
export type { CompanionLimits, CompanionOptions, CorsOptions } from './companion-options.js';
export type { AzureBlobMediaOptions, MediaBackend } from './media/index.js';
export type { NodeListener } from './node-listener-types.js';
export type { Caller } from './server-internals.js';
export type { CompanionStorage, StorageDriver } from './store/index.js';
