import { ChatError, type MediaStore } from '../core/index.js';
import type { CompanionRequest } from './companion-requests.js';

/** Replaced by the real one when it is merged. */
export class CompanionMediaStore implements MediaStore {
  constructor(readonly request: CompanionRequest) {}
  upload(): Promise<string> {
    return Promise.reject(new ChatError('not-supported', 'unable to upload; not built'));
  }
  temporaryUrl(): Promise<string> {
    return Promise.reject(new ChatError('not-supported', 'unable to upload; not built'));
  }
}
