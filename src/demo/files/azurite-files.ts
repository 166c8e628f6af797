import type * as Azure from '@azure/storage-blob';
import { azureBlobMedia } from '../../server/index.js';
import { startAzurite } from './azurite-process.js';
import type { DemoFiles } from './demo-files.js';

const CONTAINER = 'demo-media';
/** Nothing but what a client of the companion sends: see docs/media.md. */
const RULE = { allowedMethods: 'PUT,GET,OPTIONS', allowedHeaders: 'content-type,x-ms-*', exposedHeaders: '' };

/** @returns `undefined` when Azurite, or Azure's client of it, is not installed or does not start */
export async function openAzuriteFiles(): Promise<DemoFiles | undefined> {
  const azure = await loadAzure();
  const azurite = azure && (await startAzurite());
  if (!azurite) return undefined;
  const { connectionString, origin, stop } = azurite;
  const service = azure.BlobServiceClient.fromConnectionString(connectionString);
  return {
    kind: 'azurite',
    media: azureBlobMedia({ connectionString, container: CONTAINER, createContainer: true }),
    origin,
    allowPages: async (origins) => {
      await service.setProperties({ cors: [{ ...RULE, allowedOrigins: origins.join(','), maxAgeInSeconds: 3600 }] });
    },
    stop,
  };
}

async function loadAzure(): Promise<typeof Azure | undefined> {
  try {
    return await import('@azure/storage-blob');
  } catch {
    return undefined;
  }
}
