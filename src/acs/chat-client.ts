import { ChatClient, type ChatClientOptions } from '@azure/communication-chat';
import type { ServiceEndpoint, TokenSource } from '../core/index.js';
import { parseEndpoint } from './endpoint.js';
import { loopbackPolicies } from './loopback/index.js';
import { toAcsCredential } from './token-credential.js';

/** Where to, and as whom. */
export interface AcsChatClientOptions {
  /** The address of the Communication Services resource, or of an emulator on this machine. */
  readonly endpoint: string;
  readonly tokens: TokenSource;
}

/** The SDK reads `signalingClientOptions` but does not list it in its types. */
type CompleteOptions = ChatClientOptions & {
  readonly signalingClientOptions: Pick<ChatClientOptions, 'additionalPolicies'>;
};

/**
 * Makes the official client, so that one call is one request: nothing is retried or redirected behind our back.
 *
 * @throws ChatError `invalid-argument` when `endpoint` cannot be used.
 */
export function createAcsChatClient({ endpoint, tokens }: AcsChatClientOptions): ChatClient {
  const address = parseEndpoint(endpoint);
  return chatClientAt(address, tokens, address.isLoopbackHttp ? loopbackPolicies(address) : []);
}

/** {@link createAcsChatClient} for an endpoint that was checked. @param additionalPolicies what an emulator needs */
export function chatClientAt(
  { origin }: ServiceEndpoint,
  tokens: TokenSource,
  additionalPolicies: NonNullable<ChatClientOptions['additionalPolicies']>,
): ChatClient {
  const options: CompleteOptions = {
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    additionalPolicies,
    // Not inherited from the options above.
    signalingClientOptions: { additionalPolicies },
  };
  return new ChatClient(origin, toAcsCredential(tokens), options);
}
