import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { allocate, explicitOrigin, pushPath } from './allocation.js';
import type { ConnectionRefusals } from './connection-refusals.js';
import type { PollingTransport } from './polling-transport.js';
import type { RealtimeChannelOptions } from './realtime-channel.js';
import type { SessionRegistry } from './session-registry.js';

/** What the routes work on. */
export interface RouteServices {
  options: RealtimeChannelOptions;
  registry: SessionRegistry;
  polling: PollingTransport;
  refusals: ConnectionRefusals;
}

// session id, seconds of silence that the client bears (twice), transports in order of preference. Offering polling
// keeps a client whose WebSocket fails from shaking hands in a tight loop.
const HANDSHAKE_OFFER = '60:60:websocket,xhr-polling';

/** The HTTP side of the channel. */
export function createRoutes(services: RouteServices): Hono {
  const { registry, polling, options } = services;
  const routes = new Hono();

  routes.get('/', (c) => c.text('Trouter'));

  routes.post('/v4/a', async (c) => {
    const userId = await admitUser(services, c);
    if (userId instanceof Response) return userId;
    const origin = explicitOrigin(c.req.url, c.req.header('host'));
    return c.json(allocate(origin, c.req.query('id'), options.clock.now()));
  });

  routes.get('/socket.io/1/', async (c) => {
    const userId = await admitUser(services, c);
    if (userId instanceof Response) return userId;
    const sessionId = randomUUID();
    const endpointId = c.req.query('epid') ?? sessionId;
    registry.addHandshake({ sessionId, userId, endpointId, pushPath: pushPath(c.req.query('id') ?? endpointId) });
    return c.text(`${sessionId}:${HANDSHAKE_OFFER}`);
  });

  routes.get('/socket.io/1/xhr-polling/:sid', (c) => polling.poll(c.req.param('sid'), c.req.raw.signal));
  routes.post('/socket.io/1/xhr-polling/:sid', async (c) => polling.post(c.req.param('sid'), await c.req.text()));

  // Delivery does not depend on registrations. They are accepted from anybody: a 401 here would make the client close
  // its working connection for good, without a word.
  routes.post('/v3/registrations', (c) => c.body(null, 202));
  routes.delete('/v3/registrations/:id', (c) => c.body(null, 202));

  return routes;
}

/** The user whose token came with the request, or the answer that turns the request away. */
async function admitUser({ options, refusals }: RouteServices, c: Context): Promise<string | Response> {
  const user = await options.verifyToken(c.req.header('x-skypetoken') ?? '');
  if (!user) return c.body(null, 401);
  const refusal = refusals.statusFor(user.userId);
  return refusal === undefined ? user.userId : new Response(null, { status: refusal });
}
