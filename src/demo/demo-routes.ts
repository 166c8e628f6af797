import { Hono } from 'hono';
import type { DemoUsers } from './demo-users.js';
import { createFileRoutes } from './file-routes.js';
import type { PageAsset } from './page-assets.js';

/** A web server without its socket. */
export interface DemoRoutes {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Everything that the demo page asks its own server for. */
export function createDemoRoutes(users: DemoUsers, assets: readonly PageAsset[], endpoint: string): DemoRoutes {
  const app = new Hono();
  const pageHeaders = {
    'content-security-policy': contentSecurityPolicy(endpoint),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  for (const { path, contentType, content } of assets) {
    app.get(path, (c) => c.body(content, 200, { ...pageHeaders, 'content-type': contentType }));
  }
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.get('/token', async (c) => {
    const identity = c.req.query('identity') ?? '';
    const refusal = users.refusalOf(identity);
    if (refusal !== undefined) return c.text(refusal, 400);
    return c.text(await users.connectionTokenOf(identity), 200, { 'cache-control': 'no-store' });
  });
  app.get('/identities', async (c) => c.json(await users.all(), 200, { 'cache-control': 'no-store' }));
  app.route('/files', createFileRoutes().routes);
  return { fetch: app.fetch };
}

/** Only this server and the emulator may be talked to: the page would fail visibly if anything went elsewhere. */
function contentSecurityPolicy(endpoint: string): string {
  const { host, origin } = new URL(endpoint);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${origin} ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
