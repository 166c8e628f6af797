import type { IdentityRegistry } from '../auth/identity-registry.js';
import type { Permission } from '../auth/scopes.js';
import type { TokenFacts } from '../auth/tokens.js';
import type { Behaviour } from '../behaviour.js';
import type { OperationEntry } from '../http/operation-table.js';
import type { Limits } from '../limits.js';
import type { BudgetGroup } from '../rate-budgets.js';
import type { ChatStore } from '../store/chat-store.js';

/** A request that passed authentication, scopes and budgets. */
export interface ChatRequest {
  caller: TokenFacts;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Parsed, not checked. */
  body: unknown;
  /** Scheme and host as the client knows them, for links. */
  origin: string;
  apiVersion: string;
  header(name: string): string | undefined;
}

/** What a handler answers. */
export interface ChatAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What handlers work with. */
export interface ChatServices {
  store: ChatStore;
  identities: IdentityRegistry;
  behaviour: Behaviour;
  limits: Limits;
}

/** Carries out one operation. */
export type ChatHandler = (request: ChatRequest, services: ChatServices) => ChatAnswer;

/** How a body is to be sent. */
export type BodyKind = 'json' | 'optionalJson' | 'mergePatch';

/** A row of the operation table. */
export interface ChatOperation extends OperationEntry {
  /** Absent: not built, answers 501. */
  handler?: ChatHandler;
  permission?: Permission;
  budget?: BudgetGroup;
  body?: BodyKind;
  /** Supported versions, when they are not those of the chat operations. */
  apiVersions?: readonly string[];
}

/** The value of a path parameter that the operation's path is known to have. */
export function param(request: ChatRequest, name: string): string {
  return request.params[name] ?? '';
}
