import type { UserId } from './model.js';

/** The original adds a second at the receiving side, so that a repeated signal arrives before the first one ends. */
const GRACE_MS = 1_000;

/** Who is typing in one conversation, and when oneself last said so. */
export class Typing {
  readonly #typists = new Map<
    UserId,
    { readonly timer: ReturnType<typeof setTimeout>; readonly handleEnd: () => void }
  >();
  #sentAt = -Infinity;

  /** @param timeoutMs how often typing is sent at most */
  constructor(private readonly timeoutMs: number) {}

  /** Whether a signal is due; then the window starts anew, even if sending fails. */
  isDue(): boolean {
    const now = Date.now();
    if (now - this.#sentAt < this.timeoutMs) return false;
    this.#sentAt = now;
    return true;
  }

  /** Somebody types. @param handleEnd runs when nothing more was heard of it, or at {@link end} */
  start(userId: UserId, handleEnd: () => void): void {
    this.stop(userId);
    this.#typists.set(userId, { timer: setTimeout(() => this.end(userId), this.timeoutMs + GRACE_MS), handleEnd });
  }

  /** What somebody typed has arrived. */
  end(userId: UserId): void {
    const typist = this.#typists.get(userId);
    this.stop(userId);
    typist?.handleEnd();
  }

  /** Forgets about it without a word. */
  stop(userId: UserId): void {
    clearTimeout(this.#typists.get(userId)?.timer);
    this.#typists.delete(userId);
  }

  close(): void {
    for (const userId of [...this.#typists.keys()]) this.stop(userId);
  }
}
