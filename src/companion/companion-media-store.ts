import { ChatError, fieldsOf, type MediaRecord, type MediaStore, type MediaUpload, textOf } from '../core/index.js';
import { type CompanionRequest, segment } from './companion-requests.js';
import { putBlob } from './put-blob.js';

export interface CompanionMediaStoreOptions {
  readonly request: CompanionRequest;
  /** The companion's address, which other clients are told with the id of a file. */
  readonly url: string;
}

const ID = /^[\w-]+$/;

type UploadContext = Parameters<MediaStore['upload']>[1];

/**
 * Keeps files where the companion says. Bytes go straight to the storage and come from there; the companion gives leave for
 * each, to members of the conversation.
 */
export class CompanionMediaStore implements MediaStore {
  readonly #request: CompanionRequest;
  readonly #url: string;

  constructor({ request, url }: CompanionMediaStoreOptions) {
    this.#request = request;
    this.#url = url.replace(/\/+$/, '');
  }

  async upload({ content, contentType, filename }: MediaUpload, context: UploadContext): Promise<string> {
    const { threadId, signal } = context;
    const declaration = { filename, contentType: contentType || 'application/octet-stream', size: content.size };
    const permit = await this.#ask('POST', pathOf(threadId), signal, declaration);
    const [id, url] = [textOf(permit['id']), textOf(permit['url'])];
    // Anything else could be an address of the page itself.
    if (!ID.test(id) || !/^https?:\/\//.test(url)) {
      throw new ChatError('service-error', 'unable to upload the file; the companion gave no address for it');
    }
    const path = pathOf(threadId, id);
    try {
      await putBlob(url, fieldsOf(permit['headers']), content, context);
      await this.#ask('POST', `${path}/complete`, signal);
      return id;
    } catch (error) {
      // Nobody waits for it: what is left behind is not readable, and gone within a day.
      this.#ask('DELETE', path).catch(() => undefined);
      refuseAborted(signal);
      throw error;
    }
  }

  async temporaryUrl({ id }: MediaRecord, { threadId, signal }: UploadContext): Promise<string> {
    // Ids come from other people's messages.
    if (!ID.test(id)) throw new ChatError('not-found', 'unable to find the file; this is no id of the companion');
    return textOf((await this.#ask('GET', pathOf(threadId, id), signal))['url']);
  }

  publicUrl(id: string, threadId: string): string {
    return this.#url + pathOf(threadId, id);
  }

  async #ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    signal?: AbortSignal,
    body?: unknown,
  ): Promise<Readonly<Record<string, unknown>>> {
    try {
      refuseAborted(signal);
      return fieldsOf(await this.#request(method, path, body, { signal, withAcsToken: true }));
    } finally {
      refuseAborted(signal);
    }
  }
}

const pathOf = (threadId: string, id?: string): string =>
  `/conversations/${segment(threadId)}/media${id === undefined ? '' : `/${id}`}`;

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ChatError('cancelled', 'unable to go on with the file; it was cancelled');
}
