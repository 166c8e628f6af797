import { ChatError } from '../core/index.js';

interface PutContext {
  readonly signal?: AbortSignal;
  readonly onProgress?: (loadedBytes: number) => void;
}

const OPERATION = 'unable to upload the file; ';

/**
 * Sends a file to a signed address. Through XMLHttpRequest where there is one: `fetch` reports no progress of what it sends.
 *
 * @throws ChatError, in which the address never appears: whoever has it could write there
 */
export async function putBlob(
  url: string,
  headers: Readonly<Record<string, unknown>>,
  content: Blob,
  { signal, onProgress }: PutContext,
): Promise<void> {
  const put = typeof XMLHttpRequest === 'function' ? putByXhr : putByFetch;
  const status = await put(url, headers as Record<string, string>, content, signal, onProgress).catch(() => 0);
  if (status >= 200 && status < 300) return onProgress?.(content.size);
  if (status === 0) {
    throw new ChatError(
      'unavailable',
      `${OPERATION}the storage did not answer. Is there a connection, and a CORS rule for this page (docs/media.md)?`,
    );
  }
  const code = status === 403 ? 'forbidden' : status === 413 ? 'too-large' : 'service-error';
  throw new ChatError(code, `${OPERATION}the storage answered ${status}. Send it again.`, { status });
}

type Put = (
  url: string,
  headers: Record<string, string>,
  content: Blob,
  signal?: AbortSignal,
  onProgress?: (loadedBytes: number) => void,
) => Promise<number>;

const putByFetch: Put = async (url, headers, body, signal) => {
  const response = await fetch(url, { method: 'PUT', headers, body, signal: signal ?? null });
  // Frees the connection.
  await response.body?.cancel();
  return response.status;
};

const putByXhr: Put = (url, headers, content, signal, onProgress) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    // Its status is 0 when it failed or was aborted.
    request.onloadend = () => {
      signal?.removeEventListener('abort', abort);
      resolve(request.status);
    };
    signal?.addEventListener('abort', abort);
    request.send(content);
    if (signal?.aborted) abort();
  });
