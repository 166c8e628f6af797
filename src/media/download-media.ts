import { addressOfShared, ChatError, type MediaRecord, type MediaStore, parseUrl } from '../core/index.js';
import { assertOk } from './http-failure.js';

export interface DownloadContext {
  /** `undefined` when none is configured: files of other clients alone can be had then. */
  readonly store: MediaStore | undefined;
  readonly threadId: string;
  /** Hosts that files of other clients of the service may come from. Whoever sends a message chooses their address. */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPERATION = 'load the file';

/**
 * The content of a file. No token and no cookie goes anywhere: the store gives an address that needs none.
 * @throws ChatError `forbidden` when the address is the sender's and its host is not allowed; `not-found`, `unavailable`, …
 */
export async function downloadMedia(media: MediaRecord, context: DownloadContext): Promise<Blob> {
  const { signal, threadId, store } = context;
  const shared = addressOfShared(media);
  if (shared !== undefined) assertAllowed(shared, context.allowedHosts);
  const address = shared ?? (await store?.temporaryUrl(media, { threadId, ...(signal && { signal }) }));
  if (address === undefined)
    throw new ChatError('not-supported', `unable to ${OPERATION}; no store for files is configured`);
  try {
    const response = await fetch(address, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // An allowed host must not lead to one that is not.
      ...(shared !== undefined && { redirect: 'error' }),
      ...(signal && { signal }),
    });
    await assertOk(OPERATION, response);
    const content = await response.blob();
    // What the message says it is, where the answer does not.
    return content.type === '' ? new Blob([content], { type: media.contentType }) : content;
  } catch (cause) {
    if (signal?.aborted) throw new ChatError('cancelled', `unable to ${OPERATION}; it was cancelled`);
    if (cause instanceof ChatError) throw cause;
    throw new ChatError('unavailable', `unable to ${OPERATION}; its host did not answer`, { cause });
  }
}

function assertAllowed(address: string, allowedHosts: readonly string[] = []): void {
  if (allowedHosts.includes(parseUrl(address)?.host ?? '')) return;
  throw new ChatError(
    'forbidden',
    `unable to ${OPERATION}; its sender keeps it at a host that is not allowed. List the host in \`mediaHosts\` to load such files`,
  );
}
