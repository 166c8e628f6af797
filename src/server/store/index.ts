export type { CompanionStorage, StorageDriver } from './companion-storage.js';
export { DocumentStore } from './document-store.js';
export type { Change, StoredDocument } from './document-store.js';
export { GuardedTextStore } from './guarded-text-store.js';
export { openTextStore } from './open-text-store.js';
export { storageKey } from './storage-key.js';
export type { TextStore } from './text-store.js';
