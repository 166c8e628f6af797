import { addressOfShared, type MediaRecord } from '../core/index.js';
import { dataUrlOf } from './data-url.js';
import { NexmoClientError, wrongType } from './errors.js';
import { MessageEvent, type MessageBody } from './message-event.js';
import type { EventFields } from './nxm-event.js';
import type { ThreadView } from './thread-view.js';

export type ImageSize = 'original' | 'medium' | 'thumbnail';
const SIZES: readonly ImageSize[] = ['original', 'medium', 'thumbnail'];

/** One size of an image. Nothing makes smaller ones here: all three are the original. */
export interface ImageRepresentation {
  readonly id: string;
  /** An address that needs no token; empty where the store gives none, then {@link ImageEvent.fetchImage} loads it. */
  readonly url: string;
  readonly name: string;
  /** In bytes; 0 when it is not known. */
  readonly size: number;
  readonly type: string;
}

export interface ImageBody extends MessageBody {
  /** Empty once it is deleted. */
  representations: Partial<Record<ImageSize, ImageRepresentation>>;
  /** What was written to it, by other clients. */
  text?: string | undefined;
}

/** An image that somebody sent. */
export class ImageEvent extends MessageEvent<ImageBody> {
  declare readonly type: 'image';
  readonly #view: ThreadView;
  readonly #media: MediaRecord;

  /** @internal */
  constructor(view: ThreadView, fields: EventFields & { readonly acsId: string }, body: ImageBody, media: MediaRecord) {
    super(view, fields, body);
    this.#view = view;
    this.#media = media;
  }

  /**
   * Loads the image; no token goes to its host.
   * @returns a `data:` address, of the type that the image really has
   * @throws NexmoClientError `error:fetch-image` when it cannot be had, was deleted or is no image
   */
  async fetchImage(type: ImageSize = 'original'): Promise<string> {
    if (!SIZES.includes(type)) throw wrongType('load the image', `the size must be one of ${SIZES.join(', ')}`);
    try {
      if (!this.body.representations[type]) throw new Error('unable to load the image; it was deleted');
      const content = await this.#view.download(this.#media);
      if (!content.type.startsWith('image/')) throw new Error('unable to load the image; the file is none');
      return await dataUrlOf(content);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'unable to load the image';
      throw new NexmoClientError('error:fetch-image', reason, { cause });
    }
  }
}

export function representationsOf(media: MediaRecord): Record<ImageSize, ImageRepresentation> {
  const { id, filename, size, contentType: type } = media;
  const original = { id, url: addressOfShared(media) ?? media.url ?? '', name: filename ?? '', size, type };
  return { original, medium: original, thumbnail: original };
}
