import { AsyncLane, Typing, type UserId } from '../core/index.js';
import { CODES } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';

/** Azure passes a signal on at most every 8 seconds. */
const SIGNAL_MS = 7_000;

/** Who is typing in a conversation. Azure has no signal for the end of it: silence, or a message, is one. */
export class ConversationTyping {
  /** What the app sees as `conversation.isTypingList`: always the same list. */
  readonly list: string[] = [];
  readonly #typing = new Typing(SIGNAL_MS);
  readonly #lane = new AsyncLane();

  constructor(private readonly core: ConversationCore) {}

  /** The own user, who is told as everybody else is. */
  setOwn(isTyping: boolean): void {
    const signal = async (): Promise<void> => {
      const { chat, thread } = await this.core.open();
      if (this.#typing.isDue()) await chat.session.sendTyping(thread);
      this.#tell(chat.users.ownName, true);
    };
    const end = (): void => this.#tell(this.core.client.connection.ownName ?? '', false);
    this.core.run(CODES.typing, () => this.#lane.run(isTyping ? signal : end));
  }

  /** Somebody else types. */
  start(userId: UserId, name: string): void {
    this.#typing.start(userId, () => this.#tell(name, false));
    this.#tell(name, true);
  }

  /** What somebody typed has arrived. */
  end(userId: UserId): void {
    this.#typing.end(userId);
  }

  close(): void {
    this.#typing.close();
    this.list.length = 0;
  }

  #tell(sender: string, isTyping: boolean): void {
    this.core.client.events.post(() => {
      const position = this.list.indexOf(sender);
      if (position >= 0 === isTyping) return [];
      if (isTyping) this.list.push(sender);
      else this.list.splice(position, 1);
      return [['isTypingList:change', { ...this.core.key, sender, state: isTyping ? 'active' : 'idle' }]];
    });
  }
}
