/** The client of the companion service: a chunk of its own, loaded by those whose connection token names one. */
export { CompanionMediaStore } from './companion-media-store.js';
export { connectCompanion } from './connect-companion.js';

export type { CompanionMediaStoreOptions } from './companion-media-store.js';
export type { CompanionRequest } from './companion-requests.js';
export type { CompanionParts } from './connect-companion.js';
