import type { MediaStore } from '../core/index.js';
import type { IdentityLookup, ThreadLookup } from '../identity/index.js';
import type { HttpMediaStoreOptions } from '../media/index.js';
import type { ExchangeToken } from './exchange-token.js';
import type { LinkOptions } from './link-options.js';

/**
 * What an app of a provider without an Azure address in its code says before that code runs: by `configure`, in a global
 * that the script for pages reads, or in the options of the client. Everything is optional.
 */
export interface GlueOptions extends Omit<LinkOptions, 'identities' | 'media'> {
  /**
   * Who is who: the app's names and the Azure user ids behind them, or two functions that say so. Whoever is not known
   * goes by the Azure id.
   */
  identities?: Readonly<Record<string, string>> | IdentityLookup | undefined;
  /**
   * Which conversation is which: the ids that the app uses and the Azure thread ids behind them, or a function that says so.
   * Thread ids, and unique names that threads carry, are understood without.
   */
  conversations?: Readonly<Record<string, string>> | ThreadLookup | undefined;
  /** Gets a token of Azure for a token of the former provider; asked again when that token runs out. */
  exchangeToken?: ExchangeToken | undefined;
  /**
   * Has the user added to a conversation, by the app's server: nobody can join an Azure thread by themselves. Called with
   * the app's id of the conversation; resolves when it is done. Default: the companion, if there is one.
   */
  joinConversation?: ((conversation: string) => PromiseLike<void> | void) | undefined;
  /**
   * Finds or creates the conversation with another user on the app's server, which can do it for both of them at once, and
   * gives its thread id. Called with the app's name of the other one. Default: the client creates a thread; should two
   * users do so in the same moment, both threads are shown as one conversation.
   */
  openOneToOne?: ((identity: string) => PromiseLike<string> | string) | undefined;
  /**
   * Where files are kept: a store, or the address of one as in {@link HttpMediaStoreOptions}, which needs no code. `'memory'`
   * keeps them in this process, for demos and tests. Default: in this process too when the endpoint is a local emulator;
   * otherwise sending a file fails.
   */
  media?: MediaStore | HttpMediaStoreOptions | 'memory' | undefined;
  /** Hosts that files of other ACS clients may be loaded from (`files.contoso.com`). Default: none. */
  mediaHosts?: readonly string[] | undefined;
}
