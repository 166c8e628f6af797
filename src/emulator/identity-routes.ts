import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { checkSignature } from './auth/hmac.js';
import { isTokenScope, tokenScopes, type TokenScope } from './auth/scopes.js';
import type { EmulatorServices } from './emulator-services.js';
import { refuse } from './errors.js';
import { checkApiVersion, identityApiVersions } from './http/api-version.js';
import { readFields, readOptionalArray, readOptionalInteger, wrong, type Fields } from './http/fields.js';
import { checkMediaType, parseJson, readBytes } from './http/json-body.js';
import { findOperation, type OperationEntry } from './http/operation-table.js';
import { pathOf } from './http/request-url.js';
import { DEFAULT_TOKEN_MINUTES, type Limits } from './limits.js';
import { takeBudget } from './take-budget.js';

interface IdentityRequest {
  userId: string;
  fields: Fields;
}

interface IdentityOperation extends OperationEntry {
  /** Absent: not built, answers 501. */
  handler?: (request: IdentityRequest, services: EmulatorServices) => Promise<Response> | Response;
}

const MINUTE_MS = 60_000;

/** Every operation of the identity service. */
const operations: readonly IdentityOperation[] = [
  { name: 'CommunicationIdentity_Create', method: 'POST', path: '/identities', handler: createIdentity },
  { name: 'CommunicationIdentity_Delete', method: 'DELETE', path: '/identities/{id}', handler: deleteIdentity },
  {
    name: 'CommunicationIdentity_IssueAccessToken',
    method: 'POST',
    path: '/identities/{id}/:issueAccessToken',
    handler: issueToken,
  },
  {
    name: 'CommunicationIdentity_RevokeAccessTokens',
    method: 'POST',
    path: '/identities/{id}/:revokeAccessTokens',
    handler: revokeTokens,
  },
  {
    name: 'CommunicationIdentity_ExchangeTeamsUserAccessToken',
    method: 'POST',
    path: '/teamsUser/:exchangeAccessToken',
  },
  // In a preview only.
  { name: 'CommunicationIdentity_Get', method: 'GET', path: '/identities/{id}' },
];

/** The identity operations, below `/identities` and `/teamsUser`. */
export function createIdentityRoutes(services: EmulatorServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const handle = async (context: Context<{ Bindings: HttpBindings }>): Promise<Response> => {
    const { req } = context;
    const { operation, params } = findOperation(operations, req.method, pathOf(req));
    const body = await readBytes(req);
    checkSigned(context, body, services);
    if (!operation.handler) throw refuse.notImplemented(operation.name);
    checkApiVersion(req.query('api-version'), identityApiVersions);
    if (body.length > 0) checkMediaType(req, ['application/json']);
    const fields = body.length === 0 ? {} : readFields(parseJson(body), 'body');
    return operation.handler({ userId: params['id'] ?? '', fields }, services);
  };
  routes.all('/identities', handle);
  routes.all('/identities/*', handle);
  routes.all('/teamsUser/*', handle);
  return routes;
}

/** Dates of signatures are compared with the wall clock: the client signs by its own, which nobody can move. */
function checkSigned(
  { req, env }: Context<{ Bindings: HttpBindings }>,
  body: Uint8Array,
  { options }: EmulatorServices,
): void {
  const request = {
    method: req.method,
    pathAndQuery: env.incoming.url ?? '',
    body,
    header: (name: string) => req.header(name),
  };
  const skewMs = options.behaviour.hmacSkewMinutes * MINUTE_MS;
  const problem = checkSignature(request, { accessKey: options.accessKey, now: Date.now(), skewMs });
  if (problem !== undefined) throw refuse.unauthorized(problem);
}

async function createIdentity({ fields }: IdentityRequest, services: EmulatorServices): Promise<Response> {
  const scopes = readScopes(fields, 'createTokenWithScopes');
  const minutes = readMinutes(fields, services.options.limits);
  takeBudget(services, scopes.length === 0 ? 'createIdentity' : 'createIdentityAndToken', {});
  const userId = services.identities.create();
  services.store.context.changed();
  const accessToken =
    scopes.length === 0 ? undefined : await services.tokens.issue(userId, scopes, minutes * MINUTE_MS);
  return Response.json({ identity: { id: userId }, ...(accessToken ? { accessToken } : {}) }, { status: 201 });
}

async function issueToken({ userId, fields }: IdentityRequest, services: EmulatorServices): Promise<Response> {
  takeBudget(services, 'issueToken', {});
  checkIdentity(userId, services);
  const scopes = readScopes(fields, 'scopes');
  if (scopes.length === 0) throw wrong('scopes', 'a list with at least one scope');
  const minutes = readMinutes(fields, services.options.limits);
  return Response.json(await services.tokens.issue(userId, scopes, minutes * MINUTE_MS));
}

function revokeTokens({ userId }: IdentityRequest, services: EmulatorServices): Response {
  takeBudget(services, 'revokeTokens', {});
  checkIdentity(userId, services);
  const delayMs = services.options.behaviour.revocationDelaySeconds * 1000;
  services.identities.endTokens(userId, services.clock.now() + delayMs);
  services.store.context.changed();
  return new Response(null, { status: 204 });
}

function deleteIdentity({ userId }: IdentityRequest, services: EmulatorServices): Response {
  takeBudget(services, 'deleteIdentity', {});
  checkIdentity(userId, services);
  services.identities.delete(userId);
  services.store.context.changed();
  return new Response(null, { status: 204 });
}

function checkIdentity(userId: string, { identities }: EmulatorServices): void {
  if (!identities.has(userId)) throw refuse.notFound('The identity does not exist.', 'id');
}

/** Reads a list of token scopes. */
export function readScopes(fields: Fields, name: string): TokenScope[] {
  return (readOptionalArray(fields, name) ?? []).map((scope, index) => {
    if (!isTokenScope(scope)) throw wrong(`${name}[${index}]`, `one of ${tokenScopes.join(', ')}`);
    return scope;
  });
}

/** Reads how long a token shall live. */
export function readMinutes(fields: Fields, { tokenMinutes: { min, max } }: Limits): number {
  const minutes = readOptionalInteger(fields, 'expiresInMinutes') ?? DEFAULT_TOKEN_MINUTES;
  if (minutes < min || minutes > max) throw wrong('expiresInMinutes', `a whole number from ${min} to ${max}`);
  return minutes;
}
