import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { createFileRoutes } from '../../src/demo/file-routes.js';
import { HttpMediaStore, MemoryMediaStore } from '../../src/media/index.js';
import { testMediaStore } from '../helper/media-store-suite.js';

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

function listen(fetch: Hono['fetch']): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ server, port }));
  });
}
