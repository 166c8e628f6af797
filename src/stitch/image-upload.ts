import { type UploadEventName, type UploadProgress, UploadTarget } from './upload-target.js';

/** How a request of the browser is when it has begun, and when it is over. */
const OPENED = 1;
const DONE = 4;

/** What is said about an upload from inside. */
export interface UploadSteps {
  progress(loaded: number): void;
  /** @param responseText what the image looks like in an event, as JSON */
  load(responseText: string): void;
  fail(type: 'abort' | 'error', error: unknown): void;
}

/** What the upload of an image looks like from outside: the original gives the browser's `XMLHttpRequest`. */
export class ImageUpload extends UploadTarget {
  /** Where listeners for progress hang at such a request. */
  readonly upload = new UploadTarget();
  readyState = OPENED;
  /** 200 when the image is stored and sent; 0 before, when it failed and when it was stopped. */
  status = 0;
  /** What the image looks like in an event, as JSON; empty before it is sent. */
  responseText = '';
  /** Why it failed; the original has nothing of the kind. */
  error: unknown = undefined;
  readonly #abort: () => void;

  /**
   * @param total in bytes
   * @param start does the work, and says how it goes
   * @internal
   */
  constructor(total: number, start: (steps: UploadSteps, signal: AbortSignal) => void) {
    super();
    const controller = new AbortController();
    this.#abort = () => controller.abort();
    let loaded = 0;
    const tell = (type: UploadEventName): void => {
      for (const target of [this.upload, this])
        target.dispatchEvent({ type, target, lengthComputable: true, loaded, total } satisfies UploadProgress);
    };
    const end = (type: UploadEventName, status: number, responseText: string): void => {
      Object.assign(this, { readyState: DONE, status, responseText });
      tell(type);
      tell('loadend');
    };
    start(
      {
        progress: (bytes) => {
          loaded = Math.min(bytes, total);
          tell('progress');
        },
        load: (responseText) => {
          loaded = total;
          end('load', 200, responseText);
        },
        fail: (type, error) => {
          this.error = error;
          end(type, 0, '');
        },
      },
      controller.signal,
    );
  }

  get response(): string {
    return this.responseText;
  }

  /** Stops it, unless it is over. */
  abort(): void {
    if (this.readyState !== DONE) this.#abort();
  }
}
