import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { startEmulator, type Emulator } from '../emulator/index.js';
import { createDemoRoutes, type DemoRoutes } from './demo-routes.js';
import { DemoUsers } from './demo-users.js';
import { loadPageAssets } from './page-assets.js';

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
}

/** A running demo. */
export interface Demo {
  /** The page to open. */
  readonly url: string;
  /** The emulator behind it. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts an emulator and a server with a chat page of two people, Alice and Bob. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { port = 0, host = '127.0.0.1', emulatorPort = 0 } = options;
  const assets = await loadPageAssets(options.assets ?? new URL('demo/', import.meta.url));
  const emulator = await startEmulator({ port: emulatorPort, host });
  try {
    const users = await createUsers(emulator);
    const server = await listen(createDemoRoutes(users, assets, emulator.endpoint), port, host);
    const stop = async () => {
      await Promise.all([close(server), emulator.stop()]);
    };
    return { url: urlOf(server, host), endpoint: emulator.endpoint, stop };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function createUsers(emulator: Emulator): Promise<DemoUsers> {
  const users = new DemoUsers(emulator);
  await Promise.all(['alice', 'bob'].map((identity) => users.userIdOf(identity)));
  return users;
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

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
