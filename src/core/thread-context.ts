import type { ChatBackend, IdentityDirectory } from './ports.js';
import type { SessionEvents } from './session-events.js';
import type { Thread } from './thread.js';

/** What a thread needs from its session. */
export interface ThreadContext {
  /** Requests that the app waits for. */
  readonly backend: ChatBackend;
  /** The same requests, behind those. */
  readonly background: ChatBackend;
  readonly directory: IdentityDirectory;
  emit<E extends keyof SessionEvents>(event: E, payload: SessionEvents[E]): void;
  /** The service says that this thread is not there, or not for me. */
  handleGone(thread: Thread): void;
}

/** Was there at the start, appeared while the session runs, was made by this client, or is not this client's at all. */
export type ThreadOrigin = 'existing' | 'news' | 'created' | 'peeked';
