import type { StandingLink } from '../connect/index.js';
import { ChatError, type ChatSession, decodeThread, type Thread, type ThreadId } from '../core/index.js';
import { Application } from './application.js';
import { asNexmo, SERVER_TYPES, type TypeOfError } from './errors.js';
import { follow } from './relay.js';
import type { Settings } from './settings.js';
import { ThreadView } from './thread-view.js';
import { UserBook } from './users.js';

/** How ids of the original's conversations begin. */
const ORIGINAL_ID = 'CON-';

/** What stands behind the application of one user. */
export class AppCore {
  readonly link: StandingLink;
  readonly session: ChatSession;
  readonly settings: Settings;
  readonly users: UserBook;
  readonly application: Application;
  #isClosed = false;
  readonly #views = new Map<ThreadId, ThreadView>();

  constructor(link: StandingLink, settings: Settings) {
    this.link = link;
    this.session = link.session;
    this.settings = settings;
    this.users = new UserBook(link.session, link.ownName);
    this.application = new Application(this);
    follow(this);
  }

  /** What stands for a thread; made at first sight. */
  viewOf(threadId: ThreadId): ThreadView {
    const view = this.#views.get(threadId) ?? new ThreadView(this, threadId);
    this.#views.set(threadId, view);
    return view;
  }

  known(thread: Thread): ThreadView | undefined {
    return this.#views.get(thread.id);
  }

  /**
   * The app's id of a conversation. Any member can give a thread a unique name, so that counts only where the app has no
   * directory, where it looks like an id of the original, and where no other conversation has it.
   */
  nameOf(thread: Thread): string {
    const name = this.link.threads.nameOf(thread);
    if (name !== decodeThread(thread.properties).uniqueName) return name;
    const isTaken = [...this.#views].some(([id, { conversation }]) => id !== thread.id && conversation.id === name);
    return this.settings.hasDirectory || isTaken || !name.startsWith(ORIGINAL_ID) ? thread.id : name;
  }

  /** Shows in the application's list whether the user is in it. */
  list({ conversation, presence }: ThreadView): void {
    const { conversations } = this.application;
    const { id } = conversation;
    if (presence === 'outside' || presence === 'left') this.#unlist({ conversation });
    else if (conversations instanceof Map) conversations.set(id, conversation);
    else conversations[id] = conversation;
  }

  /** Takes over what a conversation is called now, which is where it stands in the list. */
  rename(view: ThreadView): void {
    this.#unlist(view);
    view.refresh();
    this.list(view);
  }

  #unlist({ conversation: { id } }: Pick<ThreadView, 'conversation'>): void {
    const { conversations } = this.application;
    if (conversations instanceof Map) conversations.delete(id);
    else Reflect.deleteProperty(conversations, id);
  }

  /**
   * Asks the service; what it says leaves in the original's shape.
   * @param typeOf names what the original has a name for
   */
  ask<T>(action: () => PromiseLike<T> | T, typeOf: TypeOfError = () => undefined): Promise<T> {
    return asNexmo(
      () => {
        if (this.#isClosed) throw new ChatError('closed', 'unable to do anything; the user has logged out');
        return action();
      },
      (error) => (error.code === 'unauthorized' ? SERVER_TYPES.expiredToken : typeOf(error)),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const view of this.#views.values()) view.close();
    await this.link.stop();
  }
}
