import { fieldsOf, LocalSettings, type ThreadId, type ThreadSettings } from '../core/index.js';
import type { CompanionRequest } from './companion-requests.js';

interface SettingsOptions {
  readonly request: CompanionRequest;
  /** Tells my other devices. */
  readonly announce: (threadId: ThreadId, revision: string) => void;
  /** Another device has changed something. */
  readonly handleChanged: (threadId: ThreadId, before: ThreadSettings) => void;
}

/** My settings of threads, on all my devices. */
export class CompanionSettings extends LocalSettings {
  #revision: unknown;

  constructor(private readonly options: SettingsOptions) {
    super();
  }

  override async change(threadId: ThreadId, patch: Partial<ThreadSettings>): Promise<void> {
    const answer = await this.options.request('PATCH', '/mine', { conversationId: threadId, ...toWire(patch) });
    await super.change(threadId, patch);
    const { revision } = fieldsOf(answer);
    this.options.announce(threadId, String(revision));
  }

  /** Reads all of them, and says which are different from what was known. @throws ChatError */
  async load(): Promise<void> {
    const { conversations, revision } = fieldsOf(await this.options.request('GET', '/mine'));
    if (this.#revision === revision) return;
    this.#revision = revision;
    const found = fieldsOf(conversations);
    for (const threadId of new Set([...this.byThread.keys(), ...Object.keys(found)])) {
      const before = this.of(threadId);
      const now = fromWire(found[threadId]);
      if (now.isMuted === before.isMuted && now.lastRead === before.lastRead) continue;
      this.byThread.set(threadId, now);
      this.options.handleChanged(threadId, before);
    }
  }
}

function toWire({ isMuted, ...patch }: Partial<ThreadSettings>): object {
  const lastRead = patch.lastRead === undefined ? { clearLastRead: true } : { lastReadMessageId: patch.lastRead };
  return {
    ...(isMuted !== undefined && { notificationLevel: isMuted ? 'muted' : 'default' }),
    ...('lastRead' in patch && lastRead),
  };
}

function fromWire(value: unknown): ThreadSettings {
  const { notificationLevel, lastReadMessageId } = fieldsOf(value);
  const isPosition = lastReadMessageId === null || typeof lastReadMessageId === 'string';
  return { isMuted: notificationLevel === 'muted', lastRead: isPosition ? lastReadMessageId : undefined };
}
