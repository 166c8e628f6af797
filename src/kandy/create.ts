import { ChatError } from '../core/index.js';
import { KandyClient, type KandyConfig } from './client.js';
import { outOfScope } from './out-of-scope.js';

/**
 * A client. Nothing is asked or sent yet; what the original's configuration says about its servers is accepted and not used.
 *
 * @example const client = create({ azure: { endpoint: 'https://contoso.communication.azure.com' } });
 * @throws ChatError `invalid-argument` when the configuration is no object, or an option of ours means nothing
 */
export function create(config: KandyConfig = {}): KandyClient {
  if (typeof config !== 'object' || (config as unknown) === null)
    throw new ChatError('invalid-argument', 'unable to create the client; the configuration must be an object');
  if (config.azure !== undefined && (typeof config.azure !== 'object' || (config.azure as unknown) === null))
    throw new ChatError('invalid-argument', 'unable to create the client; `azure` must be an object, as for configure');
  return new KandyClient(config);
}

/** For calls, of which there are none here. */
export const sdpHandlers = /* @__PURE__ */ outOfScope('sdpHandlers');
