import type { AppCore } from './app-core.js';
import type { Conversation } from './conversation.js';
import { getConversation, getConversations, getUser, newConversation } from './conversations.js';
import { noCalls } from './errors.js';
import type { ApplicationEvents } from './event-names.js';
import type { PageParams } from './page.js';
import type { User } from './users.js';
import { WildEmitter } from './wild-emitter.js';

export type ConversationsById = Map<string, Conversation> | Record<string, Conversation>;

export interface NewConversationParams {
  /** What the app calls it; not unique here. */
  name?: string | undefined;
  /** What users see. Default: the name. */
  display_name?: string | undefined;
}

/** What a user who is logged in can do. */
export class Application extends WildEmitter<ApplicationEvents> {
  readonly me: User;
  /** Those that the user is in, by their ids. From `client-5` on a `Map`. */
  readonly conversations: ConversationsById;
  readonly #core: AppCore;

  /** @internal */
  constructor(core: AppCore) {
    super();
    this.#core = core;
    this.me = core.users.get(core.session.userId);
    this.conversations = core.settings.traits.hasConversationMap ? new Map() : {};
  }

  /**
   * A conversation with its members and its newest events.
   * @throws NexmoApiError `conversation:error:not-found` when there is none by this id, or the user is not in it. Where
   *   `joinConversation` or a companion could let them in, they get it all the same, to `join()` it
   */
  getConversation(id: string): Promise<Conversation> {
    return getConversation(this.#core, id);
  }

  /** Those that the user is in. From `client-6` on in pages, which are Maps. */
  getConversations(params?: PageParams): Promise<ConversationsById> {
    return getConversations(this.#core, params);
  }

  /** Makes a conversation; its maker has to `join()` it. */
  newConversation(params?: NewConversationParams): Promise<Conversation> {
    return newConversation(this.#core, params);
  }

  /** Makes a conversation with its maker in it. */
  async newConversationAndJoin(params?: NewConversationParams): Promise<Conversation> {
    const conversation = await newConversation(this.#core, params);
    await conversation.join();
    return conversation;
  }

  /** Takes another token of the same user, also after the last one was refused. */
  updateToken(token: string): Promise<void> {
    return this.#core.ask(() => this.#core.link.setToken(token));
  }

  /** A user by the app's id; without one, the own. */
  getUser(id?: string): Promise<User> {
    return getUser(this.#core, id);
  }

  /** Rejects: there are no calls in Azure's chat. */
  call(..._params: unknown[]): Promise<never> {
    return noCalls('application.call');
  }

  /** Rejects: there are no calls in Azure's chat. */
  callPhone(..._params: unknown[]): Promise<never> {
    return noCalls('application.callPhone');
  }
}
