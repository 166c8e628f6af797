import { ChatError, readEndpoint, type UserId } from '../core/index.js';
import { parseAccessToken } from './access-token.js';
import { type ConnectionTokenFields, decodeConnectionToken, isConnectionToken } from './connection-token.js';
import { StaticIdentityDirectory } from './identity-directory.js';

/** What must come from the app when it passes a plain access token. */
export interface ConnectionSettings {
  readonly endpoint?: string | undefined;
  readonly userId?: UserId | undefined;
  readonly identity?: string | undefined;
  /** Name → user id; gives a plain access token its name. */
  readonly identities?: Readonly<Record<string, UserId>> | undefined;
}

/** Where to connect, and as whom. */
export type Connection = ConnectionTokenFields;

/**
 * Turns what the app passed as "the token" into a full connection. A connection token brings everything with it and
 * ignores the settings; a plain access token needs at least the endpoint.
 *
 * @throws ChatError `invalid-argument` naming what is missing and how to give it; never shows the token.
 */
export function resolveConnection(text: string, settings: ConnectionSettings = {}): Connection {
  const connection = isConnectionToken(text) ? decodeConnectionToken(text) : fromAccessToken(text, settings);
  assertSameUser(connection);
  return connection;
}

function fromAccessToken(token: string, settings: ConnectionSettings): Connection {
  const endpoint = requiredEndpoint(settings.endpoint);
  const userId = settings.userId ?? parseAccessToken(token).userId;
  if (userId === undefined) {
    throw cannotConnect(
      'the access token does not tell its user. Give it with configure({ userId }), or pass a connection token',
    );
  }
  const identity = settings.identity ?? new StaticIdentityDirectory(settings.identities).identityOf(userId);
  return { endpoint, token, userId, identity };
}

function requiredEndpoint(endpoint: string | undefined): string {
  if (endpoint === undefined || endpoint === '') {
    throw cannotConnect(
      'the access token came without an `endpoint`. Give it with configure({ endpoint }), or pass a connection token',
    );
  }
  const address = readEndpoint(endpoint);
  if (typeof address === 'string') throw cannotConnect(`\`endpoint\` ${address}`);
  return endpoint;
}

function assertSameUser({ token, userId }: Connection): void {
  const owner = parseAccessToken(token).userId;
  if (owner === undefined || owner === userId) return;
  throw cannotConnect(`\`userId\` is ${userId}, but the access token belongs to ${owner}`);
}

function cannotConnect(reason: string): ChatError {
  return new ChatError('invalid-argument', `unable to connect; ${reason}`);
}
