export { parseAccessToken } from './access-token.js';
export { resolveConnection } from './connection.js';
export { decodeConnectionToken, encodeConnectionToken, isConnectionToken } from './connection-token.js';
export { StaticIdentityDirectory } from './identity-directory.js';
export { AccessTokenSource } from './token-source.js';

export type { AccessTokenFacts } from './access-token.js';
export type { Connection, ConnectionSettings } from './connection.js';
export type { ConnectionTokenFields } from './connection-token.js';
export type { AccessTokenSourceOptions } from './token-source.js';
