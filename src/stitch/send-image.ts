import type { MediaRecord } from '../core/index.js';
import { type NexmoClientError, toNexmoError, wrongType } from './errors.js';
import { representationsOf } from './image-event.js';
import { ImageUpload } from './image-upload.js';
import type { ThreadView } from './thread-view.js';

/** Taken and of no effect: nothing makes smaller images here. */
export interface SendImageParams {
  quality_ratio?: string | number | undefined;
  medium_size_ratio?: string | number | undefined;
  thumbnail_size_ratio?: string | number | undefined;
}

/** @throws NexmoClientError before anything is stored; what fails later is told by the upload */
export function sendImage(view: ThreadView, image: Blob): Promise<ImageUpload> {
  return view.ask(() => {
    if (!(image instanceof Blob)) throw wrongType('send the image', 'it must be a File or a Blob');
    if (!image.type.startsWith('image/'))
      throw wrongType('send the image', 'the type of the file must be that of an image');
    const { id: threadId } = view.assertIn('send the image');
    // Asked for now: without a store nothing would begin.
    const { link } = view.app;
    storeOf(link);
    const filename = 'name' in image ? String(image.name) : null;
    return new ImageUpload(image.size, (steps, signal) => {
      const store = async (): Promise<void> => {
        const context = { threadId, signal, onProgress: (bytes: number) => steps.progress(bytes) };
        const media = await link.upload({ content: image, filename, contentType: image.type }, context);
        signal.throwIfAborted();
        await send(view, media);
        steps.load(JSON.stringify(representationsOf(media)));
      };
      store().catch((error: unknown) => {
        steps.fail(signal.aborted ? 'abort' : 'error', toNexmoError(error));
      });
    });
  });
}

/** @throws NotSupportedError when none is configured */
const storeOf = ({ media }: ThreadView['app']['link']): unknown => media;

function send(view: ThreadView, media: MediaRecord): Promise<unknown> {
  return view.send({ text: null, subject: null, attributes: {}, media: [media], parts: [], details: undefined });
}

/** The original gives this error back instead of throwing it. */
export function abortUpload(upload: unknown): NexmoClientError | undefined {
  if (!(upload instanceof ImageUpload)) return wrongType('stop the upload', 'it must be what sendImage() gave');
  upload.abort();
  return undefined;
}
