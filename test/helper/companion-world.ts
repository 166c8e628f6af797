import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js';
import { type ConnectionTokenFields, decodeConnectionToken } from '../../src/identity/index.js';
import type { Json } from '../../src/core/index.js';
import { type Companion, type CompanionOptions, createCompanion, defaultAuthorize } from '../../src/server/index.js';
import type { ParticipantState } from '../../src/server/participant-documents.js';
import type { PersonalEntries } from '../../src/server/personal-state.js';
import type { User } from '../../src/server/user-directory.js';
import { loopbackPolicies } from './loopback-policies.js';
import { type RecordedLog, recordLog } from './recorded-log.js';

/** Where the companions of the tests claim to be: nothing listens there, requests are handed to `fetch`. */
export const PUBLIC_URL = 'https://app.example.com';

/** An emulator and a companion in front of it, with a login that believes the header `x-login`. */
export interface CompanionWorld {
  readonly emulator: Emulator;
  readonly companion: Companion;
  readonly log: RecordedLog;
  readonly options: CompanionOptions;
  /** Logs in and becomes somebody who can ask. */
  login(identity: string, companion?: Companion): Promise<CompanionUser>;
  stop(): Promise<void>;
}

/** Somebody with a connection token. */
export interface CompanionUser extends ConnectionTokenFields {
  readonly chat: ChatClient;
  /** Asks with the session and the ACS token, unless told otherwise. */
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly companion?: Companion;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

/** All that answers may hold: a test looks at what its own answer has. */
export interface AnswerBody {
  readonly token: string;
  readonly code: string;
  readonly detail: string;
  readonly id: string;
  readonly revision: string;
  readonly attributes: Json;
  readonly users: readonly User[];
  readonly participants: readonly ParticipantState[];
  readonly conversations: PersonalEntries;
}

/** @param given - Replaces single options of the companion. */
export async function startCompanionWorld(
  given: Partial<CompanionOptions> = {},
  emulatorOptions: EmulatorOptions = { rateLimits: false },
): Promise<CompanionWorld> {
  const emulator = await startEmulator(emulatorOptions);
  const log = recordLog();
  const options: CompanionOptions = {
    acs: { connectionString: emulator.connectionString },
    publicUrl: PUBLIC_URL,
    authenticate: (request) => {
      const login = request.headers.get('x-login');
      return login === null ? null : decodeURIComponent(login);
    },
    // Open to whoever knows the id.
    authorize: (action, context) =>
      action === 'conversation.peek' || action === 'conversation.join' || defaultAuthorize(action, context),
    logger: log.logger,
    ...given,
  };
  const companion = createCompanion(options);
  return {
    emulator,
    companion,
    log,
    options,
    login: async (identity, at = companion) => {
      const { status, body } = await fetchToken(at, identity);
      if (status !== 200) throw new Error(`/token answered ${status}: ${JSON.stringify(body)}`);
      tokens.push(body.token);
      return toUser(decodeConnectionToken(body.token), at);
    },
    stop: async () => {
      await emulator.stop();
      assertDiscreet([...log.lines, ...problems], emulator.connectionString);
    },
  };
}

/** Asks `/token`, logged in as this identity. */
export function fetchToken(companion: Companion, identity: string, query = ''): Promise<Reply> {
  return ask(companion, 'GET', `/token${query}`, { headers: { 'x-login': encodeURIComponent(identity) } });
}

/** Asks without anything that the caller does not give. */
export async function ask(companion: Companion, method: string, path: string, options: AskOptions = {}) {
  const { body, headers = {} } = options;
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const request = new Request(PUBLIC_URL + path, { method, headers: given, ...(text !== undefined && { body: text }) });
  return read(await companion.fetch(request));
}

/** All problem documents that were answered. */
const problems: string[] = [];
/** All connection tokens that were given out. */
const tokens: string[] = [];

/** Every test of a companion ends with this: nothing secret may be in what it logged and in what it refused with. */
function assertDiscreet(texts: readonly string[], connectionString: string): void {
  const issued = tokens.map(decodeConnectionToken).flatMap(({ token, session = '' }) => [token, session]);
  const key = /accesskey=(.+)$/.exec(connectionString)?.[1] ?? '';
  const signatures = issued.map((token) => token.split('.')[2] ?? '');
  const secrets = new Set(
    [...tokens, ...signatures, key, 'accesskey=', 'rt1.', 'eyJ'].filter((secret) => secret !== ''),
  );
  for (const secret of secrets) {
    const leak = texts.find((text) => text.includes(secret));
    if (leak !== undefined) throw new Error(`the companion gave away something that begins with ${secret.slice(0, 5)}`);
  }
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  if (response.status >= 400) problems.push(text);
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as AnswerBody };
}

function toUser(fields: ConnectionTokenFields, home: Companion): CompanionUser {
  const credential = new AzureCommunicationTokenCredential(fields.token);
  return {
    ...fields,
    chat: new ChatClient(fields.endpoint, credential, { additionalPolicies: loopbackPolicies }),
    ask: (method, path, { companion = home, headers, body } = {}) =>
      ask(companion, method, path, {
        body,
        headers: { authorization: `Bearer ${fields.session ?? ''}`, 'x-acs-token': fields.token, ...headers },
      }),
  };
}
