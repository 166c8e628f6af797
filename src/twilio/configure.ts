import { ChatError } from '../core/index.js';
import type { RethreadOptions } from './types.js';

let defaults: RethreadOptions = {};

/**
 * Sets what every Client made afterwards uses where its own `options.rethread` says nothing. Calls add up; a later value
 * replaces an earlier one.
 *
 * @example configure({ endpoint: 'https://contoso.communication.azure.com', identities: { alice: '8:acs:…' } });
 * @throws ChatError `invalid-argument` when the options are not an object
 */
export function configure(options: RethreadOptions): void {
  if (typeof options !== 'object' || (options as unknown) === null || Array.isArray(options)) {
    throw new ChatError(
      'invalid-argument',
      'unable to configure; the options must be an object such as { endpoint: "https://…" }',
    );
  }
  defaults = { ...defaults, ...options };
}

/** What applies to one client. */
export function resolveOptions(own: RethreadOptions | undefined): RethreadOptions {
  return { ...defaults, ...own };
}
