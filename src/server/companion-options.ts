import { ChatError, fieldsOf, readEndpoint, textOf, type Logger } from '../core/index.js';
import type { AcsAccess, EntraCredential } from './acs-access.js';
import { type AuthorizeAction, type AuthorizeContext, defaultAuthorize } from './authorize.js';
import { consoleLogger } from './console-logger.js';
import type { MediaBackend } from './media/index.js';
import type { CompanionStorage } from './store/index.js';

/** How to create a companion. */
export interface CompanionOptions {
  /** The resource of Azure Communication Services: its connection string, or its address and an Entra credential. */
  readonly acs:
    { readonly connectionString: string } | { readonly endpoint: string; readonly credential: EntraCredential };
  /** Where clients reach the companion, such as `https://app.example.com/chat`; part of every session. */
  readonly publicUrl: string;
  /**
   * The app's own login: who sent this request? `null` for nobody. It is asked for every connection token, and there is
   * no default: whatever it answers, a client can act as.
   */
  readonly authenticate: (request: Request) => string | null | undefined | Promise<string | null | undefined>;
  /** What users may do. Default: {@link defaultAuthorize}. */
  readonly authorize?: (action: AuthorizeAction, context: AuthorizeContext) => boolean | Promise<boolean>;
  /**
   * At least 32 characters, the same for all instances; sessions are signed with what is derived from it. Default: derived
   * from the access key of the connection string. Needed with an Entra credential.
   */
  readonly secret?: string | undefined;
  /** An `unstorage` Storage. Default: memory, for trying out. */
  readonly storage?: CompanionStorage | undefined;
  /** Where files of messages are kept, such as `azureBlobMedia(…)`. Default: nowhere, they are refused. */
  readonly media?: MediaBackend | undefined;
  /** Pages of other origins that may ask. Default: none. */
  readonly cors?: CorsOptions | undefined;
  readonly limits?: CompanionLimits | undefined;
  /** How `/token` answers whoever does not ask for one of the two. Default: `'json'`, as `{ "token": "…" }`. */
  readonly tokenFormat?: 'json' | 'text' | undefined;
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger | undefined;
}

export interface CorsOptions {
  /** Such as `https://app.example.com`, compared exactly. `'*'` lets every page ask. */
  readonly origins: readonly string[];
  /** Lets browsers send the cookies of the app's login to `/token`. Not together with `'*'`. Default `false`. */
  readonly credentials?: boolean | undefined;
}

export interface CompanionLimits {
  /** How long access tokens and sessions live, 60 to 1440 minutes. Default 60. */
  readonly tokenMinutes?: number | undefined;
}

/** {@link CompanionOptions}, checked, with every default filled in. */
export interface CompleteOptions {
  readonly acs: AcsAccess;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Its path: `''` or such as `/chat`. */
  readonly basePath: string;
  readonly authenticate: CompanionOptions['authenticate'];
  readonly authorize: NonNullable<CompanionOptions['authorize']>;
  /** What sessions are signed with, before the derivation. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly storage: CompanionStorage | undefined;
  readonly media: MediaBackend | undefined;
  readonly cors: Required<CorsOptions> | undefined;
  readonly tokenMinutes: number;
  readonly tokenFormat: 'json' | 'text';
  readonly logger: Logger;
}

const SHORTEST_SECRET = 32;
const [FEWEST_MINUTES, MOST_MINUTES] = [60, 1440];

/** @throws ChatError `invalid-argument` naming the option and the way out. */
export function normalizeCompanionOptions(options: CompanionOptions): CompleteOptions {
  // As JavaScript passes them: anything.
  const given = fieldsOf(options);
  const acs = readAcs(fieldsOf(given['acs']));
  const publicUrl = readPublicUrl(given['publicUrl']);
  assertFunctions(given);
  const { tokenFormat = 'json' } = options;
  if (!['json', 'text'].includes(tokenFormat)) throw bad('`tokenFormat` must be "json" or "text"');
  return {
    acs,
    publicUrl,
    basePath: new URL(publicUrl).pathname.replace(/\/+$/, ''),
    authenticate: options.authenticate,
    authorize: options.authorize ?? defaultAuthorize,
    secret: readSecret(given['secret'], acs),
    storage: readStorage(options.storage),
    media: readMedia(options.media),
    cors: readCors(options.cors),
    tokenMinutes: readTokenMinutes(fieldsOf(given['limits'])['tokenMinutes']),
    tokenFormat,
    logger: options.logger ?? consoleLogger,
  };
}

function readAcs({ connectionString, endpoint, credential }: Readonly<Record<string, unknown>>): AcsAccess {
  if (connectionString === undefined) {
    if (typeof fieldsOf(credential)['getToken'] !== 'function') {
      throw bad('`acs` needs a `connectionString`, or an `endpoint` and a `credential` of @azure/identity');
    }
    return { ...readAddress(endpoint, '`acs.endpoint`'), credential: credential as EntraCredential };
  }
  const parts = /^endpoint=([^;]+);accesskey=([A-Za-z0-9+/]+={0,2});?$/i.exec(textOf(connectionString));
  if (parts === null) {
    // Never quoted: the key is in it.
    throw bad(
      '`acs.connectionString` must read "endpoint=https://…;accesskey=…"; copy it from the resource, page Keys',
    );
  }
  const [, address, accessKey = ''] = parts;
  return { ...readAddress(address, '`acs.connectionString`: its endpoint'), credential: { accessKey } };
}

function readAddress(endpoint: unknown, what: string): Pick<AcsAccess, 'endpoint' | 'isLoopbackHttp'> {
  const address = readEndpoint(textOf(endpoint));
  if (typeof address === 'string') throw bad(`${what} ${address}`);
  return { endpoint: address.origin, isLoopbackHttp: address.isLoopbackHttp };
}

function readPublicUrl(given: unknown): string {
  const text = textOf(given);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const address = url === undefined ? 'is missing or no URL' : readEndpoint(url.origin);
  if (url === undefined || typeof address === 'string') {
    throw badUrl(typeof address === 'string' ? address : 'is no URL');
  }
  if (url.search + url.hash + url.username + url.password !== '') {
    throw bad('`publicUrl` may hold nothing but scheme, host, port and path');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function badUrl(problem: string): ChatError {
  return bad(`\`publicUrl\` ${problem}; give the address that clients reach the companion at`);
}

function assertFunctions({ authenticate, authorize }: Readonly<Record<string, unknown>>): void {
  if (typeof authenticate !== 'function') {
    throw bad(
      '`authenticate` is missing. Without it anybody could be anybody: give a function that tells, from the request, ' +
        'the identity that your own login knows, or null',
    );
  }
  if (authorize !== undefined && typeof authorize !== 'function') {
    throw bad('`authorize` must be a function of an action and its context; leave it out for the default policy');
  }
}

function readSecret(given: unknown, { credential }: AcsAccess): Uint8Array<ArrayBuffer> {
  if (given === undefined) {
    if ('accessKey' in credential) return Uint8Array.from(atob(credential.accessKey), (char) => char.charCodeAt(0));
    throw bad(
      '`secret` is missing; with an Entra credential there is no key to derive it from. Give 32 random characters',
    );
  }
  if (typeof given !== 'string' || given.length < SHORTEST_SECRET) {
    throw bad(`\`secret\` must be a text of at least ${SHORTEST_SECRET} characters, chosen at random`);
  }
  return new TextEncoder().encode(given);
}

function readStorage(storage: CompanionStorage | undefined): CompanionStorage | undefined {
  const { getItem, setItem, removeItem } = fieldsOf(storage);
  const isStorage = [getItem, setItem, removeItem].every((method) => typeof method === 'function');
  if (storage !== undefined && !isStorage) {
    throw bad('`storage` must be a Storage of unstorage: createStorage({ driver: … })');
  }
  return storage;
}

function readMedia(media: MediaBackend | undefined): MediaBackend | undefined {
  const isBackend = media === undefined || typeof fieldsOf(media)['begin'] === 'function';
  if (!isBackend) throw bad('`media` must be a backend for files, such as azureBlobMedia(…) makes');
  return media;
}

function readCors(cors: CorsOptions | undefined): Required<CorsOptions> | undefined {
  if (cors === undefined) return undefined;
  const { origins, credentials = false } = cors;
  if (!Array.isArray(origins)) throw bad('`cors.origins` must be a list, such as ["https://app.example.com"]');
  for (const origin of origins as readonly unknown[]) {
    const isExact = origin === '*' || (URL.canParse(textOf(origin)) && new URL(textOf(origin)).origin === origin);
    if (!isExact)
      throw bad('`cors.origins` must hold origins as browsers send them: "https://app.example.com", without a path');
  }
  if (credentials && origins.includes('*')) {
    throw bad(
      '`cors.origins` must not hold "*" together with `cors.credentials`: every page could fetch tokens. Name the origins',
    );
  }
  return { origins, credentials };
}

function readTokenMinutes(given: unknown): number {
  if (given === undefined) return FEWEST_MINUTES;
  if (typeof given === 'number' && Number.isInteger(given) && given >= FEWEST_MINUTES && given <= MOST_MINUTES)
    return given;
  throw bad(
    `\`limits.tokenMinutes\` must be a whole number from ${FEWEST_MINUTES} to ${MOST_MINUTES}; ACS allows no other`,
  );
}

function bad(reason: string): ChatError {
  return new ChatError('invalid-argument', `unable to create the companion; ${reason}`);
}
