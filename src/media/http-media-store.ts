import { ChatError, type MediaRecord, type MediaStore, type MediaUpload } from '../core/index.js';
import { assertOk } from './http-failure.js';

type MediaContext = Parameters<MediaStore['upload']>[1];

/** Where the files go. */
export interface HttpMediaStoreOptions {
  /** The address that takes files; in a browser it may be relative to the page. */
  readonly url: string;
  /** Sent with every request, for example to authenticate; a function is asked anew each time. */
  readonly headers?: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>) | undefined;
}

/**
 * Keeps files behind a small HTTP service of the app's own:
 *
 * - `POST <url>` with the file as body, `content-type`, and `x-file-name` (percent-encoded, absent without a name)
 *   answers `{ "id": "…" }`;
 * - `GET <url>/<id>/url` answers `{ "url": "…" }`, an http(s) address that needs no headers, so that an `<img>` can use
 *   it; it may be relative.
 *
 * The service decides who may do what. It should drop an upload whose connection breaks before the end.
 */
export class HttpMediaStore implements MediaStore {
  readonly #url: string;
  readonly #headers: HttpMediaStoreOptions['headers'];

  constructor({ url, headers }: HttpMediaStoreOptions) {
    this.#url = url.replace(/\/+$/, '');
    this.#headers = headers;
  }

  async upload(file: MediaUpload, context: MediaContext): Promise<string> {
    const operation = 'upload the file';
    const { id } = await this.#request(operation, this.#url, context.signal, {
      method: 'POST',
      headers: describeFile(file),
      body: file.content,
    });
    if (typeof id !== 'string' || id === '') throw unreadable(operation, '`id` is missing in the answer');
    return id;
  }

  async temporaryUrl(media: MediaRecord, context: MediaContext): Promise<string> {
    const operation = 'get an address for the file';
    // Ids come from other people's messages: these would address something else than a file.
    if (['', '.', '..'].includes(media.id))
      throw new ChatError('not-found', `unable to ${operation}; there is no such file`);
    const address = `${this.#url}/${encodeURIComponent(wellFormed(media.id))}/url`;
    const { url, base } = await this.#request(operation, address, context.signal);
    const parsed = typeof url === 'string' ? parseUrl(url, base) : undefined;
    if (parsed === undefined) throw unreadable(operation, '`url` in the answer is not an http(s) address');
    return parsed;
  }

  async #request(
    operation: string,
    address: string,
    signal: AbortSignal | undefined,
    init: { method?: string; headers?: Record<string, string>; body?: Blob } = {},
  ): Promise<{ base: string; id?: unknown; url?: unknown }> {
    const own = typeof this.#headers === 'function' ? await this.#headers() : this.#headers;
    const headers = toHeaders(operation, { ...own, ...init.headers });
    try {
      const response = await fetch(address, { ...init, headers, ...(signal && { signal }) });
      await assertOk(operation, response);
      return { ...(await readObject(operation, response)), base: response.url };
    } catch (cause) {
      if (signal?.aborted) throw new ChatError('cancelled', `unable to ${operation}; it was cancelled`);
      if (cause instanceof ChatError) throw cause;
      throw new ChatError('unavailable', `unable to ${operation}; the file service did not answer`, { cause });
    }
  }
}

function describeFile({ contentType, filename }: MediaUpload): Record<string, string> {
  const type = { 'content-type': contentType === '' ? 'application/octet-stream' : contentType };
  return filename === null ? type : { ...type, 'x-file-name': encodeURIComponent(wellFormed(filename)) };
}

function toHeaders(operation: string, headers: Record<string, string>): Headers {
  try {
    return new Headers(headers);
  } catch (cause) {
    const reason = 'its content type or one of the configured headers cannot be sent';
    throw new ChatError('invalid-argument', `unable to ${operation}; ${reason}`, { cause });
  }
}

async function readObject(operation: string, response: Response): Promise<Record<string, unknown>> {
  const body = await response.text();
  try {
    const value = JSON.parse(body) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // told below, together with JSON that is no object
  }
  throw unreadable(operation, 'the answer is not a JSON object');
}

function unreadable(operation: string, reason: string): ChatError {
  return new ChatError('service-error', `unable to ${operation}; ${reason}`);
}

function parseUrl(text: string, base: string): string | undefined {
  try {
    const url = new URL(text, base === '' ? undefined : base);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** encodeURIComponent throws on half a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
