import type { Context } from 'hono';
import type { CompanionServices } from './services.js';
import type { SchemaName } from './schemas.js';
import type { Caller } from './server-internals.js';

/** Who may ask. */
export type Access =
  /** Anybody. */
  | 'public'
  /** Whoever the app's own login knows. */
  | 'login'
  /** Whoever has a session. */
  | 'session'
  /** Whoever has a session, with their ACS access token in `x-acs-token`. */
  | 'chat';

export interface CompanionEnv {
  Variables: { caller: Caller };
}

export type RouteContext = Context<CompanionEnv>;

/** One success of a route. */
export interface Answer {
  readonly description: string;
  readonly schema?: SchemaName;
  /** Beside JSON. */
  readonly isTextToo?: boolean;
  readonly hasEtag?: boolean;
}

/** One operation: how it is asked and described. */
export interface RouteDescription {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/conversations/{id}`. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly access: Access;
  readonly query?: Readonly<Record<string, { readonly description: string; readonly isRequired?: boolean }>>;
  /** Conditional headers that are heeded. */
  readonly condition?: 'If-Match' | 'If-None-Match';
  readonly body?: SchemaName;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Status → codes, beside those that every route of its kind may answer with. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
}

/** ... and answered. */
export interface Route extends RouteDescription {
  handle(context: RouteContext, services: CompanionServices): Promise<Response> | Response;
}

/** @param headers - Beside the content type. */
export function jsonResponse(body: object, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });
}

export function emptyResponse(status: 204 | 304 = 204, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

/** A parameter of the path, percent-decoded. */
export const param = (context: RouteContext, name: string): string => context.req.param(name) ?? '';
