import { createGlue, type GlueOptions } from '../connect/index.js';

/** What this library adds to Kandy's options. Everything is optional. */
export type KandyOptions = GlueOptions;

export const glue = /* @__PURE__ */ createGlue<KandyOptions>('kandy');

/**
 * Sets what every client made afterwards uses. Calls add up; a later value replaces an earlier one.
 *
 * @example configure({ endpoint: 'https://contoso.communication.azure.com', identities: { alice: '8:acs:…' } });
 * @throws ChatError `invalid-argument` when the options are not an object
 */
export function configure(options: KandyOptions): void {
  glue.configure(options);
}
