import type { StandingLink } from '../connect/index.js';
import { ChatError, type ChatSession, decodeThread, type Thread, type ThreadId } from '../core/index.js';
import { Application } from './application.js';
import { asNexmo, SERVER_TYPES, type TypeOfError } from './errors.js';
import type { Traits } from './profile.js';
import { follow } from './relay.js';
import type { Settings } from './settings.js';
import { ThreadView } from './thread-view.js';
import { UserBook } from './users.js';

/** How ids of the original's conversations begin. */
const ORIGINAL_ID = 'CON-';

interface AppCoreOptions extends Settings {
  readonly link: StandingLink;
}

/** What stands behind the application of one user. */
export class AppCore {
  readonly link: StandingLink;
  readonly session: ChatSession;
  readonly traits: Traits;
  readonly historyLimit: number;
  readonly autoJoin: boolean;
  readonly users: UserBook;
  readonly application: Application;
  #isClosed = false;
  readonly #views = new Map<ThreadId, ThreadView>();

  constructor({ link, traits, historyLimit, autoJoin }: AppCoreOptions) {
    this.link = link;
    this.session = link.session;
    this.traits = traits;
    this.historyLimit = historyLimit;
    this.autoJoin = autoJoin;
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
   * The app's id of a conversation. Names are not unique here, so a thread is known by its name only where that is an id
   * of the original.
   */
  nameOf(thread: Thread): string {
    const name = this.link.threads.nameOf(thread);
    const isOwnName = name === decodeThread(thread.properties).uniqueName && !name.startsWith(ORIGINAL_ID);
    return isOwnName ? thread.id : name;
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
