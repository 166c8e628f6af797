import { reportUncaught } from '../core/index.js';

export interface UploadProgress {
  readonly type: UploadEventName;
  readonly target: UploadTarget;
  readonly lengthComputable: boolean;
  /** In bytes. */
  readonly loaded: number;
  /** In bytes. */
  readonly total: number;
}

export type UploadListener = (event: UploadProgress) => void;
export type UploadEventName = 'progress' | 'load' | 'abort' | 'error' | 'loadend';

/** What listeners can be hung on, as on a request of the browser. */
export class UploadTarget {
  onprogress: UploadListener | null = null;
  onload: UploadListener | null = null;
  onabort: UploadListener | null = null;
  onerror: UploadListener | null = null;
  onloadend: UploadListener | null = null;
  readonly #listeners = new Map<string, Set<UploadListener>>();

  addEventListener(type: UploadEventName, listener: UploadListener): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: UploadEventName, listener: UploadListener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** Tells an event to everybody, whatever one of them throws. */
  dispatchEvent(event: UploadProgress): boolean {
    for (const listener of [this[`on${event.type}`], ...(this.#listeners.get(event.type) ?? [])]) {
      try {
        listener?.(event);
      } catch (error) {
        reportUncaught(error);
      }
    }
    return true;
  }
}
