import type { BlobGetPropertiesResponse, BlobClient } from '@azure/storage-blob';
import { fieldsOf, textOf } from '../../core/index.js';
import { Problem } from '../problem.js';
import { type AzureBlobMediaOptions, type AzureBlobSettings, readOptions } from './azure-blob-options.js';
import { type BlobNames, blobNames, blobPrefixes, newMediaId } from './blob-names.js';
import { type BlobStorage, openBlobStorage } from './blob-storage.js';
import { deliveryOf, wellFormed } from './content-types.js';
import type {
  MediaBackend,
  MediaDeclaration,
  MediaLimits,
  ReadPermit,
  UploadOutcome,
  UploadPermit,
} from './media-backend.js';

/**
 * Keeps the files of messages in a private container of Azure Blob Storage. Needs the package `@azure/storage-blob`, which
 * is loaded at first use.
 *
 * A client may create one blob under `uploads/`, and nothing else; what it declared stands in a ticket beside it, which only
 * the companion can write. A complete upload is copied to `files/`, inside the storage. So what can be read is what was
 * checked: nobody can change it afterwards, and nothing that was never completed can be read.
 *
 * @throws ChatError `invalid-argument` that names the wrong option
 */
export function azureBlobMedia(options: AzureBlobMediaOptions): MediaBackend {
  return new AzureBlobMedia(readOptions(options));
}

/** The name of the one metadata value of our blobs. */
const DECLARED = 'declared';

interface Ticket extends MediaDeclaration {
  readonly uploader: string;
}

type Properties = BlobGetPropertiesResponse;

class AzureBlobMedia implements MediaBackend {
  readonly limits: MediaLimits;
  readonly #settings: AzureBlobSettings;
  #storage: Promise<BlobStorage> | undefined;

  constructor(settings: AzureBlobSettings) {
    this.#settings = settings;
    this.limits = settings.limits;
  }

  begin(conversationId: string, declaration: MediaDeclaration, uploader: string): Promise<UploadPermit> {
    return this.#use('begin an upload', async ({ container, sign }) => {
      const id = newMediaId();
      const { upload, ticket } = (await blobNames(conversationId, id)) as BlobNames;
      const { filename, contentType, size } = declaration;
      const metadata = writeTicket({ filename, contentType, size, uploader });
      const expiresOn = secondsFromNow(this.#settings.uploadSeconds);
      const [url] = await Promise.all([
        sign(container.getBlobClient(upload), 'c', expiresOn),
        container.getBlockBlobClient(ticket).upload('', 0, { metadata }),
      ]);
      const headers = { 'x-ms-blob-type': 'BlockBlob', 'x-ms-blob-content-type': contentType };
      return { id, url, headers, expiresOn };
    });
  }

  complete(conversationId: string, mediaId: string): Promise<UploadOutcome> {
    return this.#use('complete an upload', async (storage) => {
      const names = await blobNames(conversationId, mediaId);
      if (names === undefined) return 'missing';
      const [ticket, upload] = await Promise.all([
        propertiesOf(storage.container.getBlobClient(names.ticket)),
        propertiesOf(storage.container.getBlobClient(names.upload)),
      ]);
      const declared = readTicket(ticket);
      // No ticket: it was complete before, and the answer got lost.
      if (declared === undefined) return (await readFile(storage, names)) ? 'complete' : 'missing';
      if (upload === undefined) return 'missing';
      const fault = faultOf(upload, declared, this.limits);
      if (fault === undefined) await copyUpload(storage, names, upload, writeTicket(declared));
      await forgetUpload(storage, names);
      return fault ?? 'complete';
    });
  }

  read(conversationId: string, mediaId: string): Promise<ReadPermit | undefined> {
    return this.#use('make an address for a file', async (storage) => {
      const names = await blobNames(conversationId, mediaId);
      const file = names && (await readFile(storage, names));
      if (!names || !file) return undefined;
      const expiresOn = secondsFromNow(this.#settings.readSeconds);
      const delivery = deliveryOf(file.contentType, file.filename);
      const url = await storage.sign(storage.container.getBlobClient(names.file), 'r', expiresOn, delivery);
      return { url, expiresOn };
    });
  }

  remove(conversationId: string, mediaId: string, user: string): ReturnType<MediaBackend['remove']> {
    return this.#use('remove a file', async (storage) => {
      const names = await blobNames(conversationId, mediaId);
      if (names === undefined) return 'missing';
      const ticket = await propertiesOf(storage.container.getBlobClient(names.ticket));
      const known = readTicket(ticket) ?? (await readFile(storage, names));
      if (known === undefined) return 'missing';
      if (known.uploader !== user) return 'not-the-uploader';
      await storage.container.getBlobClient(names.file).deleteIfExists();
      await forgetUpload(storage, names);
      return 'removed';
    });
  }

  removeAll(conversationId: string): Promise<void> {
    return this.#use('remove the files of a conversation', async ({ container }) => {
      for (const prefix of await blobPrefixes(conversationId)) {
        for await (const { name } of container.listBlobsFlat({ prefix })) {
          await container.getBlobClient(name).deleteIfExists();
        }
      }
    });
  }

  /** What the storage says may hold signed addresses: only its status and code are told. */
  async #use<T>(operation: string, action: (storage: BlobStorage) => Promise<T>): Promise<T> {
    this.#storage ??= openBlobStorage(this.#settings);
    const opening = this.#storage;
    let storage: BlobStorage;
    try {
      storage = await opening;
    } catch (error) {
      // Whoever comes next tries again.
      if (this.#storage === opening) this.#storage = undefined;
      throw unavailable(operation, error);
    }
    try {
      return await action(storage);
    } catch (error) {
      throw unavailable(operation, error);
    }
  }
}

const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

/** Percent-encoded, because metadata of blobs is ASCII. */
function writeTicket({ filename, ...ticket }: Ticket): Record<string, string> {
  const document = { ...ticket, filename: filename === null ? null : wellFormed(filename) };
  return { [DECLARED]: encodeURIComponent(JSON.stringify(document)) };
}

function readTicket(properties: Properties | undefined): Ticket | undefined {
  const text = properties?.metadata?.[DECLARED];
  if (text === undefined) return undefined;
  const { filename, contentType, size, uploader } = fieldsOf(JSON.parse(decodeURIComponent(text)));
  return {
    filename: typeof filename === 'string' ? filename : null,
    contentType: textOf(contentType),
    size: Number(size),
    uploader: textOf(uploader),
  };
}

/** @returns `undefined` when there is no such file, or its copy has not ended */
async function readFile({ container }: BlobStorage, names: BlobNames): Promise<Ticket | undefined> {
  const properties = await propertiesOf(container.getBlobClient(names.file));
  return properties?.copyStatus === 'success' ? readTicket(properties) : undefined;
}

async function propertiesOf(blob: BlobClient): Promise<Properties | undefined> {
  try {
    return await blob.getProperties();
  } catch (error) {
    if (fieldsOf(error)['statusCode'] === 404) return undefined;
    throw error;
  }
}

function faultOf(upload: Properties, declared: Ticket, { maxBytes }: MediaLimits): UploadOutcome | undefined {
  const size = upload.contentLength ?? 0;
  if (size > declared.size || size > maxBytes) return 'too-large';
  if (size < declared.size) return 'too-small';
  // An encoding would have browsers unpack something else than what was measured.
  return upload.contentType === declared.contentType && !upload.contentEncoding ? undefined : 'wrong-type';
}

/** Inside the storage. Of exactly what was looked at: another version would not match its tag. */
async function copyUpload(
  { container, sign }: BlobStorage,
  names: BlobNames,
  upload: Properties,
  metadata: Record<string, string>,
): Promise<void> {
  const source = await sign(container.getBlobClient(names.upload), 'r', secondsFromNow(300));
  const conditions = upload.etag === undefined ? {} : { sourceConditions: { ifMatch: upload.etag } };
  const copy = await container.getBlobClient(names.file).beginCopyFromURL(source, {
    metadata,
    intervalInMs: 200,
    ...conditions,
  });
  await copy.pollUntilDone();
}

async function forgetUpload({ container }: BlobStorage, { upload, ticket }: BlobNames): Promise<void> {
  await container.getBlobClient(upload).deleteIfExists();
  await container.getBlobClient(ticket).deleteIfExists();
}

function unavailable(operation: string, error: unknown): Problem {
  const { statusCode, code } = fieldsOf(error);
  const told =
    typeof statusCode === 'number' ? `the storage answered ${statusCode} ${textOf(code)}`.trimEnd() : reasonOf(error);
  return new Problem(503, 'media-unavailable', `unable to ${operation}; ${told}`);
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.message.startsWith('unable to ') ? error.message : 'the storage did not answer';
