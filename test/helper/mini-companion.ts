import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { CompanionRequest } from '../../src/companion/index.js';
import { type MediaBackend, mediaRoutes } from '../../src/server/media/index.js';
import { Problem } from '../../src/server/problem.js';
import { companionRequest } from './companion-request.js';

/** The media routes as the companion mounts them, without the rest of it: a session is the name of the user. */
export interface MiniCompanion {
  readonly url: string;
  readonly fetch: (request: Request) => Promise<Response>;
  /** For a client: as this user, with this ACS token. */
  requestAs(identity: string, acsToken?: string): CompanionRequest;
  stop(): Promise<void>;
}

/** @param isMember whether the user of an ACS token is in a thread */
export async function startMiniCompanion(
  media: MediaBackend,
  isMember: (acsToken: string, threadId: string) => Promise<boolean> | boolean = () => true,
): Promise<MiniCompanion> {
  const app = new Hono();
  const callerOf = (authorization = ''): string => authorization.replace('Bearer ', '');
  const routes = mediaRoutes(media, {
    callerOf: (context) => {
      const identity = callerOf(context.req.header('authorization'));
      return { identity, userId: `8:${identity}` };
    },
    assertMember: async (context, threadId) => {
      if (await isMember(context.req.header('x-acs-token') ?? '', threadId)) return;
      throw new Problem(403, 'forbidden', 'unable to go on; the caller is not in the conversation');
    },
    readBody: async (context, schema) => {
      const parsed = schema.safeParse(await context.req.json().catch(() => undefined));
      if (parsed.success) return parsed.data;
      throw new Problem(400, 'invalid-request', 'unable to read the body');
    },
    logger: console,
  });
  app.use(cors());
  app.route('/conversations/:id/media', routes);
  app.onError((error) => {
    if (error instanceof Problem) return error.toResponse();
    throw error;
  });
  const fetchApp = async (request: Request): Promise<Response> => app.fetch(request);
  const { server, port } = await listen(fetchApp);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    fetch: fetchApp,
    requestAs: (identity, acsToken = '') => companionRequest(url, identity, acsToken),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listen(fetch: (request: Request) => Promise<Response>): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ server, port }));
  });
}
