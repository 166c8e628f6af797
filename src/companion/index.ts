/** What the companion service keeps for a client. */
export { CompanionMediaStore } from './companion-media-store.js';

export type { CompanionMediaStoreOptions, CompanionRequest } from './companion-media-store.js';
