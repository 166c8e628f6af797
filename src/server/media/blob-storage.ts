import type { BlobClient, BlobGenerateSasUrlOptions, BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import type * as Azure from '@azure/storage-blob';
import { assertSafe, type AzureBlobSettings } from './azure-blob-options.js';

/** A container, and how to sign addresses in it. */
export interface BlobStorage {
  readonly container: ContainerClient;
  /** @param permissions `c` to create one blob, `r` to read it */
  readonly sign: (
    blob: BlobClient,
    permissions: 'c' | 'r',
    expiresOn: Date,
    headers?: ForcedHeaders,
  ) => Promise<string>;
}

export type ForcedHeaders = Pick<BlobGenerateSasUrlOptions, 'contentType' | 'contentDisposition'>;

/** A user-delegation key is asked for this long, in milliseconds, and replaced when it has less left than an address needs. */
const KEY_LIFE = 6 * 3600_000;
const KEY_RESERVE = 2 * 3600_000;
/** By how much the clock here may be ahead of the storage's. */
const CLOCK_SKEW = 5 * 60_000;

/** Few and short attempts: somebody waits, and may ask again. */
const RETRIES = { maxTries: 3, tryTimeoutInMs: 10_000, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 };

/**
 * Loads Azure's client and finds the container.
 *
 * @throws Error that says what to install, or what is wrong with the container
 */
export async function openBlobStorage(settings: AzureBlobSettings): Promise<BlobStorage> {
  const azure = await loadAzure();
  const { access } = settings;
  const options = { retryOptions: RETRIES };
  const service =
    'connectionString' in access
      ? azure.BlobServiceClient.fromConnectionString(access.connectionString, options)
      : new azure.BlobServiceClient(access.accountUrl, access.credential, options);
  assertSafe(service.url, 'the address of the storage account');
  const container = service.getContainerClient(settings.container);
  await assertPrivate(container, settings.createContainer);
  const write = 'connectionString' in access ? writeWithAccountKey : writerWithDelegation(service);
  const protocol = azure.SASProtocol[service.url.startsWith('https:') ? 'Https' : 'HttpsAndHttp'];
  const sign: BlobStorage['sign'] = (blob, permissions, expiresOn, headers) =>
    write(blob, { permissions: azure.BlobSASPermissions.parse(permissions), expiresOn, protocol, ...headers });
  return { container, sign };
}

async function loadAzure(): Promise<typeof Azure> {
  try {
    return await import('@azure/storage-blob');
  } catch (cause) {
    throw new Error(
      'unable to keep media on Azure Blob; @azure/storage-blob cannot be loaded. Install it: npm install @azure/storage-blob',
      { cause },
    );
  }
}

/** Anybody could read the files of a public container, whoever is in the conversation. */
async function assertPrivate(container: ContainerClient, createContainer: boolean): Promise<void> {
  if (createContainer) await container.createIfNotExists();
  const { blobPublicAccess } = await container.getProperties();
  if (blobPublicAccess !== undefined) {
    throw new Error(
      `unable to keep media in the container "${container.containerName}"; it is public. Set its access level to private.`,
    );
  }
}

type AddressWriter = (blob: BlobClient, options: BlobGenerateSasUrlOptions) => Promise<string>;

const writeWithAccountKey: AddressWriter = (blob, options) => blob.generateSasUrl(options);

function writerWithDelegation(service: BlobServiceClient): AddressWriter {
  type Key = Awaited<ReturnType<BlobServiceClient['getUserDelegationKey']>>;
  let key: { readonly value: Promise<Key>; readonly goodUntil: number } | undefined;
  const currentKey = (): Promise<Key> => {
    const now = Date.now();
    if (key === undefined || now > key.goodUntil) {
      const value = service.getUserDelegationKey(new Date(now - CLOCK_SKEW), new Date(now + KEY_LIFE));
      const asked = { value, goodUntil: now + KEY_LIFE - KEY_RESERVE };
      key = asked;
      // The next one asks again.
      value.catch(() => {
        if (key === asked) key = undefined;
      });
    }
    return key.value;
  };
  return async (blob, options) => blob.generateUserDelegationSasUrl(options, await currentKey());
}
