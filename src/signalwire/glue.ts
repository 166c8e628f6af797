import { createGlue, type GlueOptions } from '../connect/index.js';
import type { Address, SubscriberInfo } from './types.js';

/** An address as the app knows it. What it does not say is filled in. */
export type AddressBookEntry = Partial<Address> & { id: string };

/** What this library adds to SignalWire's options. Everything is optional. */
export interface SignalWireOptions extends GlueOptions {
  /**
   * The addresses that `client.address` shows, with the names to call them by; or a function that gives them, such as a request
   * to the app's server. Added to what `identities`, `conversations` and the user's own conversations tell.
   */
  addressBook?:
    | readonly AddressBookEntry[]
    | (() => PromiseLike<readonly AddressBookEntry[]> | readonly AddressBookEntry[])
    | undefined;
  /** What `getSubscriberInfo` shall say beyond the id and the name, which are all that is known here. */
  subscriber?: Partial<SubscriberInfo> | undefined;
}

export const glue = /* @__PURE__ */ createGlue<SignalWireOptions>('signalwire');

/**
 * Sets what every client made afterwards uses. Calls add up; a later value replaces an earlier one.
 *
 * @example configure({ endpoint: 'https://contoso.communication.azure.com', identities: { alice: '8:acs:…' } });
 * @throws ChatError `invalid-argument` when the options are not an object
 */
export function configure(options: SignalWireOptions): void {
  glue.configure(options);
}
