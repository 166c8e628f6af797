import type { ThreadId } from './model.js';
import type { SettingStore, ThreadSettings } from './ports.js';

const NOTHING: ThreadSettings = { isMuted: false, lastRead: undefined };

/** Settings of threads that live as long as this client. */
export class LocalSettings implements SettingStore {
  protected readonly byThread = new Map<ThreadId, ThreadSettings>();

  of(threadId: ThreadId): ThreadSettings {
    return this.byThread.get(threadId) ?? NOTHING;
  }

  change(threadId: ThreadId, patch: Partial<ThreadSettings>): Promise<void> {
    this.byThread.set(threadId, { ...this.of(threadId), ...patch });
    return Promise.resolve();
  }
}
