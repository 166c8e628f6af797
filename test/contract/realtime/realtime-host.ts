import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { createRealtimeChannel, type RealtimeChannel } from '../../../src/emulator/realtime/index.js';

/** A server with nothing but the push channel and what the client asks for before it. */
export interface RealtimeHost {
  readonly url: string;
  /** The channel in service; another one after {@link RealtimeHost.restart}. */
  readonly channel: RealtimeChannel;
  /** Method and path of every request so far, preflights aside. */
  readonly requests: string[];
  /** Forgets everything, as a restarted process would, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRealtimeHost(port = 0): Promise<RealtimeHost> {
  const requests: string[] = [];
  let running = await listen(requests, port);
  const address = running.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    get channel() {
      return running.channel;
    },
    restart: async () => {
      await close(running);
      running = await listen(requests, address.port);
    },
    stop: () => close(running),
  };
}

/** A token as the client wants it; nobody checks the signature here. */
export function tokenOf(userId: string, expiresOn = new Date(Date.now() + 3_600_000)): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { skypeid: userId.replace(/^8:/, ''), exp: Math.floor(expiresOn.getTime() / 1000) };
  return `${encode({ alg: 'none' })}.${encode(claims)}.signature`;
}

function userOf(token: string): { userId: string } | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    if (typeof claims['skypeid'] !== 'string' || Number(claims['exp']) * 1000 < Date.now()) return undefined;
    return { userId: `8:${claims['skypeid']}` };
  } catch {
    return undefined;
  }
}

interface Running {
  server: Server;
  channel: RealtimeChannel;
}

async function listen(requests: string[], port: number): Promise<Running> {
  const channel = createRealtimeChannel({ verifyToken: userOf, clock: Date });
  const app = new Hono();
  app.use(cors({ origin: '*', allowMethods: ['GET', 'POST', 'DELETE'] }));
  app.use((c, next) => {
    requests.push(`${c.req.method} ${c.req.path}`);
    return next();
  });
  app.get('/chat/config/realTimeNotifications', (c) => {
    const { origin } = new URL(c.req.url);
    return c.json({ trouterServiceUrl: origin, registrarServiceUrl: origin, cloudType: 'public' });
  });
  app.route('/', channel.routes);

  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', (request, socket, head) => {
    if (!channel.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, channel };
}

async function close({ server, channel }: Running): Promise<void> {
  await channel.stop();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
