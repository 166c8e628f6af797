import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { getPath } from 'hono/utils/url';
import { acsTokenOf, assertSession, callerOf } from './caller.js';
import type { CompleteOptions } from './companion-options.js';
import { MOST_BODY_BYTES } from './limits.js';
import { mediaRoutes } from './media/index.js';
import { Problem, problemOf } from './problem.js';
import { readBody } from './read-body.js';
import type { CompanionEnv, Route, RouteContext, RouteDescription } from './route.js';
import { descriptions, mediaDescriptions, routes } from './routes/index.js';
import type { Caller, ServerInternals } from './server-internals.js';
import type { CompanionServices } from './services.js';

type App = Hono<CompanionEnv>;

/** The web app of a companion. */
export function createApp(services: CompanionServices): App {
  const { cors: allowed, basePath } = services.options;
  const app: App = new Hono<CompanionEnv>({ getPath: (request) => pathBelow(basePath, getPath(request)) });
  if (allowed) app.use('*', cors(corsSettings(allowed)));
  app.use('*', limitBody());
  for (const route of routes) {
    app.on(route.method.toUpperCase(), honoPath(route.path), (context) => answer(route, context, services));
  }
  addMedia(app, services);
  for (const [path, methods] of methodsByPath(descriptions)) app.all(path, () => methodProblem(methods).toResponse());
  app.notFound(() => new Problem(404, 'no-such-route', 'unable to answer; there is nothing here').toResponse());
  app.onError((error, { req }) => toAnswer(error, req.method, services));
  return app;
}

function limitBody(): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: MOST_BODY_BYTES, onError: () => tooLarge().toResponse() });
  // These two have no body, and to look for one would make Node's adapter build the whole request.
  return (context, next) => (['GET', 'HEAD'].includes(context.req.method) ? next() : limit(context, next));
}

const MEDIA_PATH = '/conversations/:id/media';

function addMedia(app: App, services: CompanionServices): void {
  const { media } = services.options;
  app.use(`${MEDIA_PATH}/*`, async (context: RouteContext, next) => {
    await assertSession(context, services);
    await next();
  });
  if (media) app.route(MEDIA_PATH, mediaRoutes(media, internalsOf(services)));
  const reason = 'the companion has no place for files. Set its option `media`';
  const refuse = (): Response => new Problem(501, 'media-not-configured', `unable to answer; ${reason}`).toResponse();
  if (!media) for (const { method, path } of mediaDescriptions) app.on(method.toUpperCase(), honoPath(path), refuse);
}

/** What the routes of the media backend may ask of the app. */
function internalsOf({ membership, logger }: CompanionServices): ServerInternals {
  const callerIn = (context: Context): Caller => callerOf(context as RouteContext);
  return {
    callerOf: callerIn,
    assertMember: async (context, threadId) => {
      await membership.assertMember(callerIn(context), acsTokenOf(context), threadId);
    },
    readBody,
    logger,
  };
}

async function answer(route: Route, context: RouteContext, services: CompanionServices): Promise<Response> {
  if (route.access === 'session' || route.access === 'chat') await assertSession(context, services);
  return route.handle(context, services);
}

/** Failures of the storage and of Azure are worth a line; a client's own mistakes are not. */
function toAnswer(error: unknown, method: string, { logger }: CompanionServices): Response {
  const problem = problemOf(error);
  if (problem === undefined) {
    // Without the text of the error, which may hold anything.
    const [name, frames] = error instanceof Error ? [error.name, framesOf(error)] : [typeof error, ''];
    logger.error(`unable to answer a ${method}; ${name}${frames}`);
    return new Problem(500, 'internal-error', 'unable to answer; the companion failed').toResponse();
  }
  const line = `${method}: ${problem.status} ${problem.code}; ${problem.message}`;
  if (problem.status >= 500) logger.warn(line);
  else logger.debug(line);
  return problem.toResponse();
}

function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? '' : `\n${frames.join('\n')}`;
}

function corsSettings({ origins, credentials }: NonNullable<CompleteOptions['cors']>): Parameters<typeof cors>[0] {
  return {
    origin: origins.includes('*') ? '*' : (origin) => (origins.includes(origin) ? origin : null),
    credentials: credentials === true,
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'if-match', 'if-none-match', 'x-acs-token'],
    exposeHeaders: ['etag', 'retry-after'],
    maxAge: 600,
  };
}

/** A framework that mounts the companion may have taken the path off already. */
function pathBelow(basePath: string, path: string): string {
  const isBelow = path === basePath || path.startsWith(`${basePath}/`);
  return isBelow ? path.slice(basePath.length) || '/' : path;
}

function methodsByPath(all: readonly RouteDescription[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of all) {
    methods.set(honoPath(path), [...(methods.get(honoPath(path)) ?? []), method.toUpperCase()]);
  }
  return methods;
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function methodProblem(methods: readonly string[]): Problem {
  const allow = methods.join(', ');
  return new Problem(405, 'method-not-allowed', `unable to answer; this can be asked with ${allow}`, {
    headers: { allow },
  });
}

function tooLarge(): Problem {
  return new Problem(413, 'too-large', `unable to read the request; its body may take ${MOST_BODY_BYTES} bytes`);
}
