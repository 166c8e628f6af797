import { ChatError, readEndpoint, type ServiceEndpoint } from '../core/index.js';

/**
 * Checks the address of the chat service.
 *
 * @param endpoint - `https://<resource>.communication.azure.com`, or `http://` with a host that is this machine.
 * @throws ChatError `invalid-argument` when a token must not be sent there or nothing could be found there.
 */
export function parseEndpoint(endpoint: string): ServiceEndpoint {
  const address = readEndpoint(endpoint);
  if (typeof address !== 'string') return address;
  throw new ChatError(
    'invalid-argument',
    `unable to connect; \`endpoint\` ${address}. Set it to the resource's address, like https://contoso.communication.azure.com`,
    { details: { field: 'endpoint' } },
  );
}
