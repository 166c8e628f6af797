import { addressOfShared, type MediaRecord, type MediaStore } from '../core/index.js';
import { RULES } from './argument-rules.js';
import { type CancellablePromise, cancellableWith } from './cancellable-promise.js';
import { asTwilio } from './errors.js';
import { Media } from './media.js';
import { checkArguments } from './validation.js';

/** Temporary addresses of the files that a client has seen, one or several at a time. */
export class MediaAddresses {
  readonly #seen = new Map<string, { readonly record: MediaRecord; readonly threadId: string }>();

  /** @param store throws when none is configured */
  constructor(private readonly store: () => MediaStore) {}

  media(record: MediaRecord, threadId: string): Media {
    this.#seen.set(record.id, { record, threadId });
    return new Media(record, (media, signal) => asTwilio(this.#addressOf(media, threadId, signal), 'media'));
  }

  /** @param args of the method that the app has called */
  forMedia(args: ArrayLike<unknown>): CancellablePromise<Map<string, string>> {
    return this.#checked(() => {
      checkArguments(args, ...RULES.Client.getTemporaryContentUrlsForMedia);
      return (args[0] as readonly Media[]).map((media) => media.sid);
    });
  }

  /** @param args of the method that the app has called */
  forSids(args: ArrayLike<unknown>): CancellablePromise<Map<string, string>> {
    return this.#checked(() => {
      checkArguments(args, ...RULES.Client.getTemporaryContentUrlsForMediaSids);
      return args[0] as readonly string[];
    });
  }

  #checked(check: () => readonly string[]): CancellablePromise<Map<string, string>> {
    return cancellableWith(async (signal) => {
      const sids = check();
      // Whether there is a store at all concerns no file in particular.
      this.store();
      return new Map(
        await Promise.all(sids.map(async (sid): Promise<[string, string]> => [sid, await this.#bySid(sid, signal)])),
      );
    });
  }

  async #bySid(sid: string, signal: AbortSignal): Promise<string> {
    const seen = this.#seen.get(sid);
    try {
      if (seen) return await this.#addressOf(seen.record, seen.threadId, signal);
    } catch {
      // Whatever it was, the original says no more than this.
    }
    // The original rejects with a text here, not with an Error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw `Failed to obtain detailed information about Media items (failed SID ${sid})`;
  }

  async #addressOf(record: MediaRecord, threadId: string, signal: AbortSignal): Promise<string> {
    return addressOfShared(record) ?? this.store().temporaryUrl(record, { threadId, signal });
  }
}
