/** The companion's media store in a page of another origin than the companion and the storage. */
import { CompanionMediaStore } from '../../src/companion/index.js';
import { companionRequest } from '../helper/companion-request.js';

export interface UploadResult {
  readonly url: string;
  readonly progress: number[];
}

const upload = async (companion: string, threadId: string, size: number): Promise<UploadResult> => {
  const store = new CompanionMediaStore({ request: companionRequest(companion, 'alice', ''), url: companion });
  const progress: number[] = [];
  const content = new Blob([new Uint8Array(size).fill(7)]);
  const file = { content, contentType: 'image/png', filename: 'a.png' };
  const onProgress = (loaded: number): void => void progress.push(loaded);
  const id = await store.upload(file, { threadId, onProgress });
  const media = { id, filename: null, contentType: 'image/png', size, category: 'media' };
  return { url: await store.temporaryUrl(media, { threadId }), progress };
};

/** Cancels when the first bytes have left. */
const cancel = async (companion: string, threadId: string, size: number): Promise<string> => {
  const store = new CompanionMediaStore({ request: companionRequest(companion, 'alice', ''), url: companion });
  const abort = new AbortController();
  const file = { content: new Blob([new Uint8Array(size)]), contentType: 'image/png', filename: null };
  const onProgress = (): void => abort.abort();
  return store.upload(file, { threadId, signal: abort.signal, onProgress }).then(
    () => 'sent',
    (error: unknown) => (error as { code: string }).code,
  );
};

const readable = async (url: string): Promise<number> => (await (await fetch(url)).arrayBuffer()).byteLength;

Object.assign(globalThis, { media: { upload, cancel, readable } });

export type MediaPage = { upload: typeof upload; cancel: typeof cancel; readable: typeof readable };
