import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { startEmulator, type Emulator } from '../emulator/index.js';
import { createDemoCompanion } from './demo-companion.js';
import { createDemoRoutes, type DemoRoutes } from './demo-routes.js';
import { type DemoFiles, openDemoFiles } from './files/index.js';
import { loadPageAssets, type PageAsset } from './page-assets.js';

/** How to start the demo. */
export interface DemoOptions {
  /** The port of the page. Default 0: any free one. */
  readonly port?: number | undefined;
  /** The address to listen on. Default `'127.0.0.1'`. */
  readonly host?: string | undefined;
  /** The port of the emulator. Default 0: any free one. */
  readonly emulatorPort?: number | undefined;
  /** Where the built page is. Default: beside the built program. */
  readonly assets?: URL | undefined;
  /** Where files are kept. Default: `'azurite'` where it is installed and starts, `'memory'` otherwise. */
  readonly files?: 'memory' | undefined;
}

/** A running demo. */
export interface Demo {
  /** The page to open. */
  readonly url: string;
  /** The emulator behind it. */
  readonly endpoint: string;
  /** Where the files of messages are kept. */
  readonly files: 'azurite' | 'memory';
  stop(): Promise<void>;
}

/** Starts an emulator, a companion in front of it, and a server with a chat page of two people, Alice and Bob. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { port = 0, host = '127.0.0.1', emulatorPort = 0 } = options;
  const assets = await loadPageAssets(options.assets ?? new URL('demo/', import.meta.url));
  const emulator = await startEmulator({ port: emulatorPort, host });
  // The companion has to know the port of the server that it is in: who asks before it is there waits for it.
  const routes = promiseOf<DemoRoutes>();
  const server = await listen({ fetch: async (request) => (await routes.value).fetch(request) }, port, host).catch(
    async (error: unknown) => {
      await emulator.stop();
      throw error;
    },
  );
  const files = await openDemoFiles(options.files);
  const stop = async (): Promise<void> => {
    await Promise.all([close(server), emulator.stop(), files.stop()]);
  };
  try {
    const origin = originOf(server, host);
    routes.resolve(await createRoutes(origin, assets, emulator, files));
    return { url: `${origin}/`, endpoint: emulator.endpoint, files: files.kind, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createRoutes(
  origin: string,
  assets: readonly PageAsset[],
  emulator: Emulator,
  files: DemoFiles,
): Promise<DemoRoutes> {
  const { endpoint } = emulator;
  // People type either.
  const otherOrigins = origin.includes('//127.0.0.1:') ? [origin.replace('127.0.0.1', 'localhost')] : [];
  await files.allowPages([origin, ...otherOrigins]);
  const companion = createDemoCompanion({ emulator, origin, otherOrigins, media: files.media });
  return createDemoRoutes({ assets, companion, files, endpoint, origin });
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function promiseOf<T>(): { readonly value: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const value = new Promise<T>((resolver) => (resolve = resolver));
  return { value, resolve };
}

function listen({ fetch }: DemoRoutes, port: number, host: string): Promise<Server> {
  // The adapter would otherwise replace `Request` and `Response` of the whole process.
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, () => resolve(server));
  });
}

function explain(cause: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason =
    cause.code === 'EADDRINUSE'
      ? `port ${port} is already in use: stop the program that has it, or choose another port (0 takes any free one)`
      : `cannot listen on ${host}:${port} (${cause.code ?? cause.message}): choose another host or port`;
  return new Error(`unable to start the demo; ${reason}`, { cause });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function originOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
