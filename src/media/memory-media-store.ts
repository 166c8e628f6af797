import { ChatError, type MediaRecord, type MediaStore, type MediaUpload } from '../core/index.js';

type MediaContext = Parameters<MediaStore['upload']>[1];

interface StoredFile {
  readonly content: Blob;
  url?: string;
}

/**
 * Keeps files in the memory of this process: for development, tests and apps whose clients all live in one page.
 *
 * `temporaryUrl` makes one `blob:` address per file at the first call and gives the same one afterwards. It lives until
 * {@link MemoryMediaStore.clear}, so that the addresses never hold more memory than the files themselves.
 */
export class MemoryMediaStore implements MediaStore {
  readonly #files = new Map<string, StoredFile>();

  /** How many files are stored. */
  get size(): number {
    return this.#files.size;
  }

  async upload(file: MediaUpload, context: MediaContext): Promise<string> {
    refuseAborted('upload the file', context.signal);
    // A copy, because a file picked by the user may change or vanish on disk after its upload.
    const bytes = await file.content.arrayBuffer();
    refuseAborted('upload the file', context.signal);
    const id = randomId();
    this.#files.set(id, { content: new Blob([bytes], { type: file.contentType }) });
    return id;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what goes wrong rejects
  async temporaryUrl(media: MediaRecord, context: MediaContext): Promise<string> {
    refuseAborted('get an address for the file', context.signal);
    const file = this.#files.get(media.id);
    if (!file) {
      throw new ChatError(
        'not-found',
        'unable to get an address for the file; it is not in the memory of this process',
      );
    }
    return (file.url ??= URL.createObjectURL(file.content));
  }

  /** Forgets all files; their addresses stop working. */
  clear(): void {
    for (const { url } of this.#files.values()) {
      if (url !== undefined) URL.revokeObjectURL(url);
    }
    this.#files.clear();
  }
}

/** The store that clients use when none is configured: one for the process, so that they see each other's files. */
export const sharedMemoryMediaStore: MemoryMediaStore = new MemoryMediaStore();

function refuseAborted(operation: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ChatError('cancelled', `unable to ${operation}; it was cancelled`);
}

/** Random, as messages that outlive this process must not find a later process's files. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
