import { createGlue, type GlueOptions } from '../connect/index.js';

/** What this library adds to Kandy's options. Everything is optional. */
export interface KandyOptions extends GlueOptions {
  /**
   * What events and conversations call a conversation of two. Default `'chat-oneToOne'`, as the original; `'chat'` for apps
   * after its multimedia tutorial. All names are understood in any case.
   */
  oneToOneTypeName?: string | undefined;
  /**
   * What tells of the first message of a conversation that the app does not know. Default `'conversations:change'`, as the
   * original; `'auto'`: that, but `'messages:change'` where nobody listens to it.
   */
  firstMessageEvent?: 'conversations:change' | 'messages:change' | 'auto' | undefined;
  /**
   * What `conversation.deleteMessages` does. Azure has no copy of one user's own: by default (`'locally'`) this client shows
   * the messages no more; `'forEveryone'` deletes them from the service, which only their sender may.
   */
  deleteMessages?: 'locally' | 'forEveryone' | undefined;
  /**
   * What `conversation.delete` does: this client shows it no more (`'locally'`, the default), the user leaves it
   * (`'leave'`), or it is deleted for all (`'deleteThread'`).
   */
  deleteConversation?: 'locally' | 'leave' | 'deleteThread' | undefined;
  /**
   * Settings for apps written after a certain tutorial. `'multimedia-4.25'`: conversations of two are of type `'chat'`, and
   * first messages come as `messages:change`. Settings made one by one go before it.
   */
  compat?: 'multimedia-4.25' | undefined;
}

export const glue = /* @__PURE__ */ createGlue<KandyOptions>('kandy');

/**
 * Sets what every client made afterwards uses. Calls add up; a later value replaces an earlier one.
 *
 * @example configure({ endpoint: 'https://contoso.communication.azure.com', identities: { 'alice@contoso.com': '8:acs:…' } });
 * @throws ChatError `invalid-argument` when the options are not an object
 */
export function configure(options: KandyOptions): void {
  glue.configure(options);
}
