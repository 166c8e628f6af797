import { Hono, type Context } from 'hono';
import { isAllowed } from '../auth/scopes.js';
import type { TokenFacts } from '../auth/tokens.js';
import type { EmulatorServices } from '../emulator-services.js';
import { refuse } from '../errors.js';
import { chatApiVersions, checkApiVersion } from '../http/api-version.js';
import { checkMediaType, parseJson, readBytes } from '../http/json-body.js';
import { findOperation } from '../http/operation-table.js';
import { originOf, pathOf } from '../http/request-url.js';
import { takeBudget } from '../take-budget.js';
import { StoreError } from '../store/store-error.js';
import type { BodyKind, ChatAnswer, ChatOperation, ChatServices } from './chat-request.js';
import { chatOperations } from './operations.js';
import { toServiceError } from './store-errors.js';

/** The chat operations, below `/chat`. */
export function createChatRoutes(services: EmulatorServices): Hono {
  const { store, identities, options } = services;
  const chat: ChatServices = { store, identities, behaviour: options.behaviour, limits: options.limits };
  const routes = new Hono();
  routes.all('/chat/*', async (context) => {
    const { operation, params } = findOperation(chatOperations, context.req.method, pathOf(context.req));
    const { handler } = operation;
    if (!handler) throw refuse.notImplemented(operation.name);
    const apiVersion = context.req.query('api-version');
    checkApiVersion(apiVersion, operation.apiVersions ?? chatApiVersions);
    const caller = await authenticate(context, services);
    authorize(caller, operation, services);
    if (operation.budget) {
      const { threadId } = params;
      takeBudget(services, operation.budget, {
        userId: caller.userId,
        ...(threadId === undefined ? {} : { threadId }),
      });
    }
    const body = await readBody(context, operation.body);
    store.threads.applyRetention();
    const request = {
      caller,
      params,
      query: new URL(context.req.url).searchParams,
      body,
      origin: originOf(context.req),
      apiVersion: apiVersion ?? '',
      header: (name: string) => context.req.header(name),
    };
    try {
      return toResponse(handler(request, chat));
    } catch (error) {
      throw error instanceof StoreError ? toServiceError(error, options.behaviour) : error;
    }
  });
  return routes;
}

async function authenticate({ req }: Context, { tokens }: EmulatorServices): Promise<TokenFacts> {
  const authorization = req.header('authorization');
  if (authorization === undefined)
    throw refuse.unauthorized('The request is not authorized: there is no Authorization header.');
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const caller = token === undefined ? undefined : await tokens.verify(token);
  if (!caller) throw refuse.unauthorized('The request is not authorized: the token is invalid, expired or revoked.');
  return caller;
}

function authorize({ scopes }: TokenFacts, { permission }: ChatOperation, { options }: EmulatorServices): void {
  if (!permission || !options.isStrict || isAllowed(scopes, permission)) return;
  throw refuse.forbidden('The scopes of the token do not allow this operation.');
}

async function readBody({ req }: Context, kind: BodyKind | undefined): Promise<unknown> {
  if (!kind) return undefined;
  const bytes = await readBytes(req);
  if (kind === 'optionalJson' && bytes.length === 0) return undefined;
  const json = 'application/json';
  checkMediaType(req, kind === 'mergePatch' ? ['application/merge-patch+json', json] : [json]);
  return parseJson(bytes);
}

function toResponse({ status, body, headers = {} }: ChatAnswer): Response {
  if (body === undefined) {
    return new Response(null, { status, headers: status === 204 ? headers : { ...headers, 'Content-Length': '0' } });
  }
  return Response.json(body, { status, headers });
}
