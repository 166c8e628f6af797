import { createGlue, type GlueOptions } from '../connect/index.js';
import type { StitchProfile } from './profile.js';

/** What this library adds to Stitch's options. Everything is optional. */
export interface StitchOptions extends GlueOptions {
  /** The version of the original that the app was written for. Default `'stitch-3'`. */
  profile?: StitchProfile | undefined;
  /** How many events `getConversation` and `getEvents` read at most, the newest ones. Default 200. */
  historyLimit?: number | undefined;
  /**
   * Whether the user is in a conversation as soon as somebody has added them. Default `false`: they are told of an
   * invitation, and `join()` answers it. Azure knows no invitations: messages arrive either way.
   */
  autoJoin?: boolean | undefined;
}

export const glue = /* @__PURE__ */ createGlue<StitchOptions>('stitch');

/**
 * Sets what every client made afterwards uses. Calls add up; a later value replaces an earlier one.
 *
 * @example configure({ endpoint: 'https://contoso.communication.azure.com', identities: { alice: '8:acs:…' } });
 * @throws ChatError `invalid-argument` when the options are not an object
 */
export function configure(options: StitchOptions): void {
  glue.configure(options);
}
