import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { chatApiVersions, identityApiVersions } from './api-version.js';
import { pathOf } from './request-url.js';

const METHODS = 'GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS';

/** Answers browsers' preflights and puts the headers of the service and those for other origins on every response. */
export function createStandardHeaders(): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    if (req.method === 'OPTIONS') return preflight(context);
    const begin = performance.now();
    await next();
    const { headers } = context.res;
    if (headers.has('x-hono-already-sent')) return undefined;
    allowOrigin(headers, req.header('origin'));
    headers.set('Access-Control-Expose-Headers', '*');
    const isIdentity = /^\/(identities|teamsUser)(\/|$)/.test(pathOf(req));
    headers.set('api-supported-versions', (isIdentity ? identityApiVersions : chatApiVersions).join(', '));
    headers.set('MS-CV', `${randomBytes(16).toString('base64url')}.0`);
    headers.set('X-Processing-Time', `${Math.ceil(performance.now() - begin)}ms`);
    return undefined;
  };
}

function preflight({ req }: Context): Response {
  const headers = new Headers({ 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Max-Age': '600' });
  allowOrigin(headers, req.header('origin'));
  const requested = req.header('access-control-request-headers');
  if (requested !== undefined) headers.set('Access-Control-Allow-Headers', requested);
  return new Response(null, { status: 204, headers });
}

function allowOrigin(headers: Headers, origin: string | undefined): void {
  headers.set('Access-Control-Allow-Origin', origin ?? '*');
  headers.append('Vary', 'Origin');
}
