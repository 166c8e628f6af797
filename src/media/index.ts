export { downloadMedia } from './download-media.js';
export { HttpMediaStore } from './http-media-store.js';
export { MemoryMediaStore, sharedMemoryMediaStore } from './memory-media-store.js';

export type { DownloadContext } from './download-media.js';
export type { HttpMediaStoreOptions } from './http-media-store.js';
