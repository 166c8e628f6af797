import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createCompanion, toNodeListener } from 'rethread/server';
import { childInput } from '../child-process.js';

/** A server that issues tokens, for the process that puts it under load: a companion, or the least that could do it. */
const { kind, connectionString } = childInput() as { kind: 'companion' | 'bare'; connectionString: string };

const listener = kind === 'companion' ? startCompanion() : startBare();
const server = createServer(listener).listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port);
});
process.on('SIGTERM', () => process.exit());

function startCompanion(): (incoming: unknown, outgoing: unknown) => void {
  const companion = createCompanion({
    acs: { connectionString },
    publicUrl: 'http://127.0.0.1',
    authenticate: (request) => new URL(request.url).searchParams.get('identity'),
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error },
  });
  return toNodeListener(companion);
}

/** One call of the official client for each request, for users that were made before: no sessions, no storage. */
function startBare(): (incoming: unknown, outgoing: unknown) => void {
  const client = new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true });
  const users = new Map<string, ReturnType<typeof client.createUser>>();
  const app = new Hono();
  app.get('/token', async (context) => {
    const identity = context.req.query('identity') ?? '';
    const user = users.get(identity) ?? client.createUser();
    users.set(identity, user);
    const { token } = await client.getToken(await user, ['chat'], { tokenExpiresInMinutes: 60 });
    return context.json({ token });
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false }) as (
    incoming: unknown,
    outgoing: unknown,
  ) => void;
}
