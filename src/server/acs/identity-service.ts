import type * as identityPackage from '@azure/communication-identity';
import type { CommunicationIdentityClient, CommunicationIdentityClientOptions } from '@azure/communication-identity';
import { ChatError, fieldsOf, textOf } from '../../core/index.js';
import type { AcsAccess } from '../acs-access.js';

/** An access token of one user, with the scope `chat`. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresOn: Date;
}

/** Longer than the service ever takes, and shorter than a claim on an identity holds. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Users and tokens of ACS, through the official client: one request each, never repeated here. */
export class AcsIdentityService {
  readonly #access: AcsAccess;
  readonly #tokenMinutes: number;
  #client: Promise<CommunicationIdentityClient> | undefined;

  /** @param tokenMinutes - How long the tokens live, 60 to 1440. */
  constructor(access: AcsAccess, tokenMinutes: number) {
    this.#access = access;
    this.#tokenMinutes = tokenMinutes;
  }

  /** @returns the id of a new user. @throws ChatError */
  createUser(): Promise<string> {
    return this.#call('create a user', async (client, options) => {
      return (await client.createUser(options)).communicationUserId;
    });
  }

  /** @throws ChatError */
  deleteUser(userId: string): Promise<void> {
    return this.#call('delete a user', (client, options) =>
      client.deleteUser({ communicationUserId: userId }, options),
    );
  }

  /** @throws ChatError `not-found` when ACS does not know the user. */
  issueToken(userId: string): Promise<IssuedToken> {
    return this.#call('issue an access token', (client, options) => {
      const forChat = { ...options, tokenExpiresInMinutes: this.#tokenMinutes };
      return client.getToken({ communicationUserId: userId }, ['chat'], forChat);
    });
  }

  /** @throws ChatError */
  revokeTokens(userId: string): Promise<void> {
    return this.#call('revoke the access tokens', (client, options) =>
      client.revokeTokens({ communicationUserId: userId }, options),
    );
  }

  async #call<T>(
    operation: string,
    call: (client: CommunicationIdentityClient, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const client = await (this.#client ??= connect(this.#access));
    try {
      return await call(client, { requestOptions: { timeout: ANSWER_TIMEOUT_MS } });
    } catch (error) {
      throw toChatError(operation, error);
    }
  }
}

interface CallOptions {
  readonly requestOptions: { readonly timeout: number };
}

async function connect({ endpoint, isLoopbackHttp, credential }: AcsAccess): Promise<CommunicationIdentityClient> {
  const { CommunicationIdentityClient } = await loadPackage();
  const options: CommunicationIdentityClientOptions = {
    retryOptions: { maxRetries: 0 },
    // Never for an address elsewhere: the access key signs requests, but answers carry tokens.
    allowInsecureConnection: isLoopbackHttp,
  };
  return 'accessKey' in credential
    ? new CommunicationIdentityClient(`endpoint=${endpoint};accesskey=${credential.accessKey}`, options)
    : new CommunicationIdentityClient(endpoint, credential, options);
}

type IdentityPackage = typeof identityPackage;

async function loadPackage(): Promise<IdentityPackage> {
  try {
    return await import('@azure/communication-identity');
  } catch {
    throw new ChatError(
      'not-supported',
      'unable to start the companion; it needs the package @azure/communication-identity. Run "npm install @azure/communication-identity"',
    );
  }
}

/** Names of codes only: texts of the service may quote what was sent. */
function toChatError(operation: string, error: unknown): ChatError {
  const { statusCode: status, response } = fieldsOf(error);
  if (typeof status !== 'number') {
    return new ChatError('unavailable', `unable to ${operation}; Azure Communication Services did not answer`);
  }
  const told = `unable to ${operation}; Azure Communication Services answered ${status}`;
  const retryAfterMs = retryAfterOf(response);
  if (status === 404) return new ChatError('not-found', told, { status });
  if (status === 429) return new ChatError('rate-limited', told, { status, retryAfterMs });
  if (status >= 500) return new ChatError('unavailable', told, { status, retryAfterMs });
  return new ChatError('unauthorized', told, { status });
}

function retryAfterOf(response: unknown): number | undefined {
  const headers = fieldsOf(response)['headers'] as { get?: (name: string) => unknown } | undefined;
  const seconds = Number(textOf(headers?.get?.('retry-after')));
  return seconds > 0 ? seconds * 1000 : undefined;
}
