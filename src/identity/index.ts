export { parseAccessToken, readClaims } from './access-token.js';
export { encodeBase64Url } from './base64url.js';
export { resolveConnection } from './connection.js';
export { decodeConnectionToken, encodeConnectionToken, isConnectionToken } from './connection-token.js';
export { isUserId, StaticIdentityDirectory } from './identity-directory.js';
export { createIdentityDirectory, LookupIdentityDirectory } from './lookup-identity-directory.js';
export { DefaultThreadDirectory } from './thread-directory.js';
export { AccessTokenSource } from './token-source.js';
export { withPatience } from './with-patience.js';

export type { AccessTokenFacts } from './access-token.js';
export type { Connection, ConnectionSettings } from './connection.js';
export type { ConnectionTokenFields } from './connection-token.js';
export type { IdentityLookup } from './lookup-identity-directory.js';
export type { ThreadDirectoryOptions, ThreadLookup } from './thread-directory.js';
export type { AccessTokenSourceOptions } from './token-source.js';
