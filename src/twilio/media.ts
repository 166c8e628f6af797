import type { MediaRecord } from '../core/index.js';
import { type CancellablePromise, cancellableWith } from './cancellable-promise.js';
import type { MediaCategory } from './types.js';
import { privateView } from './private-view.js';

/** Makes a short-lived address for a file; aborting the signal gives up. */
export type AddressMaker = (media: MediaRecord, signal: AbortSignal) => Promise<string>;

/** One file of a message. The content stays in the store; ask for a temporary address to read it. */
export class Media {
  private readonly record: MediaRecord;
  private readonly address: AddressMaker;

  /** @internal */
  constructor(record: MediaRecord, address: AddressMaker);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(record: MediaRecord, address: AddressMaker) {
    this.record = record;
    this.address = address;
  }

  get sid(): string {
    return this.record.id;
  }

  get filename(): string | null {
    return this.record.filename;
  }

  get contentType(): string {
    return this.record.contentType;
  }

  /** In bytes. */
  get size(): number {
    return this.record.size;
  }

  get category(): MediaCategory {
    return this.record.category as MediaCategory;
  }

  /** What public code reads of the original's private state, read-only; `media['state']` compiles. */
  private get state(): Readonly<Record<string, unknown>> {
    return privateView(this, 'sid filename contentType size category');
  }

  /** A new, short-lived address of the content on each call. Rejects when the store cannot give one. */
  getContentTemporaryUrl(): CancellablePromise<string | null> {
    return cancellableWith<string | null>((signal) => this.address(this.record, signal));
  }
}
