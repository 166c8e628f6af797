import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { parseFaultCommand } from './control-faults.js';
import type { EmulatorServices } from './emulator-services.js';
import { refuse } from './errors.js';
import { chatApiVersions, identityApiVersions } from './http/api-version.js';
import { readFields, readOptionalString, readString, wrong, type Fields } from './http/fields.js';
import { checkMediaType, parseJson, readBytes } from './http/json-body.js';
import { parsePattern } from './http/pattern.js';
import { readMinutes, readScopes } from './identity-routes.js';
import type { RequestFilter } from './request-log.js';
import { readSeedMessages, readSeedThread, seedMessages, seedThread } from './seed.js';

type ControlContext = Context<{ Bindings: HttpBindings }>;

const MOST_CONTROL_BYTES = 64 * 1024 * 1024;

const LOOPBACK = /^(::1|(::ffff:)?127(\.\d+){3})$/;

/** The emulator's own controls, below `/_emulator`: for this machine only, not logged, never subject to faults. */
export function createControlRoutes(services: EmulatorServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.use('/_emulator/*', async ({ env }, next) => {
    if (!LOOPBACK.test(env.incoming.socket.remoteAddress ?? '')) {
      throw refuse.forbidden('The controls of the emulator answer on its own machine only.');
    }
    await next();
  });
  routes.get('/_emulator/health', () => Response.json(health(services)));
  routes.post('/_emulator/users', async (context) =>
    Response.json(await createUser(context, services), { status: 201 }),
  );
  routes.post('/_emulator/tokens', async (context) =>
    Response.json(await issueToken(context, services), { status: 201 }),
  );
  routes.post('/_emulator/threads', async (context) => {
    const thread = readSeedThread(await readBody(context));
    return Response.json({ threadId: seeding(() => seedThread(services, thread)) }, { status: 201 });
  });
  routes.post('/_emulator/messages', async (context) => {
    const fields = await readBody(context);
    const [threadId, messages] = [readString(fields, 'threadId'), readSeedMessages(fields)];
    seeding(() => seedMessages(services, threadId, messages));
    return new Response(null, { status: 204 });
  });
  routes.post('/_emulator/clock', async (context) => Response.json(await moveClock(context, services)));
  routes.get('/_emulator/faults', () => Response.json({ faults: services.faults.list().map(toListed) }));
  routes.post('/_emulator/faults', async (context) => {
    const result = await parseFaultCommand(await readBody(context))(services);
    return result ? Response.json(result, { status: 201 }) : new Response(null, { status: 204 });
  });
  routes.delete('/_emulator/faults', () => {
    services.faults.clear();
    return new Response(null, { status: 204 });
  });
  routes.get('/_emulator/requests', (context) => {
    const requests = services.log.list(readFilter(context));
    return Response.json({ count: requests.length, requests });
  });
  routes.delete('/_emulator/requests', () => {
    services.log.clear();
    return new Response(null, { status: 204 });
  });
  routes.all('/_emulator/*', () => {
    throw refuse.notFound('The emulator has no such control.');
  });
  return routes;
}

function health({ options, clock }: EmulatorServices): object {
  return {
    status: 'ok',
    now: new Date(clock.now()).toISOString(),
    strict: options.isStrict,
    rateLimits: options.hasRateLimits,
    apiVersions: { chat: chatApiVersions, identity: identityApiVersions },
  };
}

async function createUser(context: ControlContext, services: EmulatorServices): Promise<object> {
  const fields = await readBody(context);
  const life = readTokenWish(fields, services);
  const userId = services.identities.create();
  services.store.context.changed();
  return { userId, ...(await services.tokens.issue(userId, life.scopes, life.ms)) };
}

async function issueToken(context: ControlContext, services: EmulatorServices): Promise<object> {
  const fields = await readBody(context);
  const userId = readString(fields, 'userId');
  if (!services.identities.has(userId)) throw refuse.notFound('The identity does not exist.', 'userId');
  const life = readTokenWish(fields, services);
  return services.tokens.issue(userId, life.scopes, life.ms);
}

function readTokenWish(fields: Fields, { options }: EmulatorServices): { scopes: string[]; ms: number } {
  const scopes = readScopes(fields, 'scopes');
  return { scopes: scopes.length === 0 ? ['chat'] : scopes, ms: readMinutes(fields, options.limits) * 60_000 };
}

/** What cannot be seeded is the caller's mistake. */
function seeding<T>(seed: () => T): T {
  try {
    return seed();
  } catch (error) {
    throw error instanceof RangeError ? refuse.badRequest(error.message) : error;
  }
}

async function moveClock(context: ControlContext, { clock }: EmulatorServices): Promise<object> {
  const { advanceMs = 0 } = await readBody(context);
  if (typeof advanceMs !== 'number' || !Number.isFinite(advanceMs) || advanceMs < 0) {
    throw wrong('advanceMs', 'a number of milliseconds that is not negative');
  }
  clock.advance(advanceMs);
  return { now: new Date(clock.now()).toISOString() };
}

/** An empty body stands for an empty object. */
async function readBody({ req }: ControlContext): Promise<Fields> {
  // Long histories are seeded in one request.
  const bytes = await readBytes(req, MOST_CONTROL_BYTES);
  if (bytes.length === 0) return {};
  checkMediaType(req, ['application/json']);
  return readFields(parseJson(bytes), 'body');
}

function readFilter({ req }: ControlContext): RequestFilter {
  const query: Fields = req.query();
  const method = readOptionalString(query, 'method');
  const path = readOptionalString(query, 'path');
  const userId = readOptionalString(query, 'userId');
  return {
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path: parsePattern(path) }),
    ...(userId === undefined ? {} : { userId }),
  };
}

function toListed({ path, ...fault }: ReturnType<EmulatorServices['faults']['list']>[number]): object {
  return { ...fault, ...(path ? { path: path.source } : {}) };
}
