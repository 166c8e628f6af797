import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll } from 'vitest';
import { CompanionMediaStore } from '../../src/companion/index.js';
import { createFileRoutes } from '../../src/demo/files/file-routes.js';
import { HttpMediaStore, MemoryMediaStore } from '../../src/media/index.js';
import { azureBlobMedia } from '../../src/server/media/index.js';
import { type Azurite, startAzurite } from '../helper/azurite.js';
import { testMediaStore } from '../helper/media-store-suite.js';
import { startMiniCompanion } from '../helper/mini-companion.js';

testMediaStore('MemoryMediaStore', () => {
  const store = new MemoryMediaStore();
  return { store, countStored: () => store.size, stop: () => store.clear() };
});

testMediaStore('HttpMediaStore', async () => {
  const { routes, count } = createFileRoutes();
  const { server, port } = await listen(new Hono().route('/files', routes).fetch);
  return {
    store: new HttpMediaStore({ url: `http://127.0.0.1:${port}/files/` }),
    countStored: count,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
});

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

testMediaStore('CompanionMediaStore, on Azure Blob,', async () => {
  const { connectionString } = azurite;
  const container = azurite.newContainer();
  await container.create();
  const companion = await startMiniCompanion(azureBlobMedia({ connectionString, container: container.containerName }));
  return {
    store: new CompanionMediaStore({ request: companion.requestAs('alice'), url: companion.url }),
    countStored: async () => {
      let count = 0;
      for await (const { name } of container.listBlobsFlat()) if (name.startsWith('files/')) count++;
      return count;
    },
    stop: () => companion.stop(),
  };
});

function listen(fetch: Hono['fetch']): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ server, port }));
  });
}
