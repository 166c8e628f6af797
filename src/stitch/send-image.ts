import type { MediaRecord } from '../core/index.js';
import { type NexmoClientError, toNexmoError, wrongType } from './errors.js';
import { type ImageEvent, representationsOf } from './image-event.js';
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
  return upload(view, image, async (media) => {
    await sendMedia(view, media);
    return media;
  });
}

/** Gives an address that `sendMessage` takes, also where the store gives none that others could use. */
export function uploadImage(view: ThreadView, image: Blob): Promise<ImageUpload> {
  return upload(view, image, (media) => {
    const url = media.url ?? `rethread:${media.id}`;
    view.uploads.set(url, media);
    return Promise.resolve({ ...media, url });
  });
}

export function sendMedia(view: ThreadView, media: MediaRecord): Promise<ImageEvent> {
  const content = { text: null, subject: null, attributes: {}, media: [media], parts: [], details: undefined };
  return view.send(content) as Promise<ImageEvent>;
}

/** @param handleStored what to do then; gives the file as the app shall see it */
function upload(
  view: ThreadView,
  image: Blob,
  handleStored: (media: MediaRecord) => Promise<MediaRecord>,
): Promise<ImageUpload> {
  return view.ask(() => {
    if (!(image instanceof Blob)) throw wrongType('send the image', 'it must be a File or a Blob');
    if (!image.type.startsWith('image/'))
      throw wrongType('send the image', 'the type of the file must be that of an image');
    const { id: threadId } = view.assertIn('send the image');
    const { link } = view.app;
    assertStore(link);
    const filename = 'name' in image ? String(image.name) : null;
    return new ImageUpload(image.size, (steps, signal) => {
      const run = async (): Promise<void> => {
        const context = { threadId, signal, onProgress: (bytes: number) => steps.progress(bytes) };
        const media = await link.upload({ content: image, filename, contentType: image.type }, context);
        signal.throwIfAborted();
        steps.load(JSON.stringify(representationsOf(await handleStored(media))));
      };
      run().catch((error: unknown) => steps.fail(signal.aborted ? 'abort' : 'error', toNexmoError(error)));
    });
  });
}

/** @throws NotSupportedError now rather than at the upload */
const assertStore = ({ media }: ThreadView['app']['link']): unknown => media;

/** The original gives this error back instead of throwing it. */
export function abortUpload(upload: unknown): NexmoClientError | undefined {
  if (!(upload instanceof ImageUpload)) return wrongType('stop the upload', 'it must be what sendImage() gave');
  upload.abort();
  return undefined;
}
