import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { TestProject } from 'vitest/node';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.js';
import type { EmulatorOptions } from '../../src/emulator/index.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where pages ask for emulators. */
    emulatorHost: string;
  }
}

/** Starts emulators for tests that run in pages. Vitest calls it before the first test, and its result after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const emulators = new Map<string, Emulator>();
  const routes = new Hono();
  routes.use(cors());
  routes.post('/', async ({ req }) => {
    const emulator = await startEmulator(await req.json<EmulatorOptions>());
    emulators.set(emulator.endpoint, emulator);
    return Response.json({ endpoint: emulator.endpoint, connectionString: emulator.connectionString });
  });
  routes.delete('/', async ({ req }) => {
    const endpoint = req.query('endpoint') ?? '';
    await emulators.get(endpoint)?.stop();
    emulators.delete(endpoint);
    return new Response(null, { status: 204 });
  });

  const { server, port } = await listen(routes);
  project.provide('emulatorHost', `http://127.0.0.1:${port}/`);
  return async () => {
    await Promise.all([...emulators.values()].map((emulator) => emulator.stop()));
    server.close();
  };
}

function listen({ fetch }: Hono): Promise<{ server: ReturnType<typeof serve>; port: number }> {
  return new Promise((resolve) => {
    const options = { fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false };
    const server = serve(options, ({ port }) => resolve({ server, port }));
  });
}
