import { Hono } from 'hono';
import type { Companion } from '../server/index.js';
import { COMPANION_PATH, refusalOfName } from './demo-companion.js';
import { createFileRoutes, type DemoFiles } from './files/index.js';
import type { PageAsset } from './page-assets.js';

/** A web server without its socket. */
export interface DemoRoutes {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** What the demo page needs, and whom it may talk to. */
export interface DemoParts {
  readonly assets: readonly PageAsset[];
  readonly companion: Companion;
  readonly files: Pick<DemoFiles, 'kind' | 'origin'>;
  /** Of the emulator. */
  readonly endpoint: string;
  /** Of this server. */
  readonly origin: string;
}

const NO_STORE = { 'cache-control': 'no-store' };

/** Everything that the demo page asks its own server for. */
export function createDemoRoutes(parts: DemoParts): DemoRoutes {
  const { assets, companion, files } = parts;
  const app = new Hono();
  const pageHeaders = {
    'content-security-policy': contentSecurityPolicy(parts),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...NO_STORE,
  };
  for (const { path, contentType, content } of assets) {
    app.get(path, (c) => c.body(content, 200, { ...pageHeaders, 'content-type': contentType }));
  }
  app.get('/favicon.ico', (c) => c.body(null, 204));
  // Where an app that used Twilio has its own: the page shows what it says.
  app.get('/token', (c) => {
    const refusal = refusalOfName(c.req.query('identity') ?? '');
    return refusal === undefined ? companion.fetch(c.req.raw) : c.text(refusal, 400);
  });
  app.all(`${COMPANION_PATH}/*`, (c) => companion.fetch(c.req.raw));
  app.get('/setup.json', (c) => c.json({ files: files.kind }, 200, NO_STORE));
  if (files.kind === 'memory') app.route('/files', createFileRoutes().routes);
  return { fetch: app.fetch };
}

/** Only these places may be talked to: the page would fail visibly if anything went elsewhere. */
function contentSecurityPolicy({ endpoint, files, origin }: DemoParts): string {
  const storage = files.origin === undefined ? '' : ` ${files.origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data:${storage}`,
    // `origin`: the page may have been opened at another name of this machine.
    `connect-src 'self' ${origin} ${endpoint} ${endpoint.replace(/^http/, 'ws')}${storage}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
