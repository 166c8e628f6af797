import { ChatError } from '../core/index.js';
import { parseUrl } from './parse-url.js';

/** Where the chat service is. */
export interface AcsEndpoint {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  readonly host: string;
  /** `http://` on this machine: the emulator. */
  readonly isLoopbackHttp: boolean;
}

const LOOPBACK_HOST = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/;

/**
 * Checks the address of the chat service.
 *
 * @param endpoint - `https://<resource>.communication.azure.com`, or `http://` with a host that is this machine.
 * @throws ChatError `invalid-argument` when a token must not be sent there or nothing could be found there.
 */
export function parseEndpoint(endpoint: string): AcsEndpoint {
  const url = parseUrl(endpoint);
  if (url === undefined) throw invalidEndpoint('it is not a URL; pass only the part after "endpoint="');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalidEndpoint('its scheme is neither https nor http');
  const isLoopbackHttp = url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname);
  if (url.protocol === 'http:' && !isLoopbackHttp) {
    throw invalidEndpoint('plain http would show the token to the network; it is allowed for localhost only');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw invalidEndpoint('it may hold nothing but scheme, host and port');
  }
  return { origin: url.origin, host: url.host, isLoopbackHttp };
}

/** Never quotes what was passed: people paste connection strings, with the key, into this field. */
function invalidEndpoint(problem: string): ChatError {
  return new ChatError(
    'invalid-argument',
    `unable to use \`endpoint\`; ${problem}. Set it to the resource's address, like https://contoso.communication.azure.com`,
    { details: { field: 'endpoint' } },
  );
}
