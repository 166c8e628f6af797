import { ChatError, fieldsOf, readEndpoint, textOf } from '../core/index.js';
import { decodeBase64Url, encodeBase64Url } from './base64url.js';

/** What a client needs to work as one user: minted by the app's server, opaque to the app itself. */
export interface ConnectionTokenFields {
  /** The ACS resource, such as `https://my-resource.communication.azure.com`, or an emulator on this machine. */
  readonly endpoint: string;
  /** The ACS user access token, with the scope `chat`. */
  readonly token: string;
  /** The name by which the app knows the user ("alice"). */
  readonly identity: string;
  /** The ACS user that the token belongs to, such as `8:acs:…`. */
  readonly userId: string;
  /** What to call the user: their `friendlyName`, and what other ACS clients show. Default: the identity. */
  readonly displayName?: string | undefined;
  /** Where the companion service answers, if there is one. */
  readonly companion?: string | undefined;
  /** What the companion knows the user by: its own signed proof, as secret as the access token. */
  readonly session?: string | undefined;
  /** The ACS user that the companion itself takes part in conversations as. Clients show it to nobody. */
  readonly service?: string | undefined;
}

const PREFIX = 'rt1.';
const ANY_VERSION = /^rt\d+\./;
const REQUIRED = ['endpoint', 'token', 'identity', 'userId'] as const;
const OPTIONAL = ['displayName', 'companion', 'session', 'service'];
const HOW_TO_MINT = 'mint it with encodeConnectionToken from rethread/server.';

/**
 * Packs what a client needs into one string, so that `new Client(token)` is all that an app has to call.
 *
 * @returns a connection token; it is as secret as the access token in it.
 * @throws ChatError `invalid-argument` naming the bad field.
 */
export function encodeConnectionToken(fields: ConnectionTokenFields): string {
  const checked = checkFields(fields, 'unable to encode the connection token');
  return PREFIX + encodeBase64Url(JSON.stringify(checked));
}

/**
 * Reads a connection token.
 *
 * @throws ChatError `invalid-argument` naming the bad field, never showing any part of the token.
 */
export function decodeConnectionToken(text: string): ConnectionTokenFields {
  const failure = 'unable to read the connection token';
  if (!text.startsWith(PREFIX)) {
    throw invalid(`${failure}; it does not begin with "${PREFIX}". Update rethread, or ${HOW_TO_MINT}`);
  }
  return checkFields(parseJson(text.slice(PREFIX.length)), failure);
}

/** Whether the text is meant as a connection token (of any version), rather than as a plain access token. */
export function isConnectionToken(text: string): boolean {
  return ANY_VERSION.test(text);
}

function parseJson(encoded: string): unknown {
  try {
    return JSON.parse(decodeBase64Url(encoded)) as unknown;
  } catch {
    // The parser's own error is left out on purpose: it quotes the text, which holds the access token.
    throw invalid(`unable to read the connection token; it is damaged or cut off. Copy it whole, or ${HOW_TO_MINT}`);
  }
}

function checkFields(value: unknown, failure: string): ConnectionTokenFields {
  const record = fieldsOf(value);
  const refuse = (name: string, problem: string): never => {
    throw invalid(`${failure}; connection token field \`${name}\` ${problem}; ${HOW_TO_MINT}`);
  };
  const text = (name: string): string =>
    (Object.hasOwn(record, name) && textOf(record[name])) || refuse(name, 'must be a non-empty string');
  const [endpoint, token, identity, userId] = REQUIRED.map(text) as [string, string, string, string];
  const address = readEndpoint(endpoint);
  if (typeof address === 'string') refuse('endpoint', address);
  const [displayName, companion, session, service] = OPTIONAL.map((name) =>
    record[name] === undefined ? undefined : text(name),
  );
  return { endpoint, token, identity, userId, displayName, companion, session, service };
}

function invalid(message: string): ChatError {
  return new ChatError('invalid-argument', message);
}
