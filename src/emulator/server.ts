import { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.js';
import type { EmulatorServices } from './emulator-services.js';

/** A listening server. */
export interface RunningServer {
  port: number;
  /** Stops listening and cuts every connection, kept-alive and upgraded ones too. */
  close(): Promise<void>;
}

/**
 * Starts to listen.
 *
 * @throws Error when the address cannot be used, saying what to do about it.
 */
export async function startServer(services: EmulatorServices): Promise<RunningServer> {
  const { port, host } = services.options;
  // The adapter would otherwise replace `Request` and `Response` of the whole process.
  const server = createAdaptorServer({ fetch: createApp(services).fetch, overrideGlobalObjects: false });
  if (!(server instanceof Server)) throw new TypeError('unable to start the emulator; it serves HTTP/1.1 only');
  const sockets = trackSockets(server);
  server.on('upgrade', (request, socket, head) => {
    if (services.realtime.handleUpgrade(request, socket, head)) return;
    // A client may reset the connection before it has read the refusal.
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, () => resolve());
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason =
    error.code === 'EADDRINUSE'
      ? `port ${port} is already in use: stop the program that has it, or choose another port (0 takes any free one)`
      : `cannot listen on ${host}:${port} (${error.code ?? error.message}): choose another host or port`;
  return new Error(`unable to start the emulator; ${reason}`, { cause: error });
}
