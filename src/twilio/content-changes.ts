import { encodeThread, isSameJson, type ThreadContent } from '../core/index.js';
import { PendingChanges } from './pending-changes.js';
import type { ThreadView } from './thread-view.js';

/** Changes of a conversation's name, unique name and attributes: one request each, with nothing in it but what changed. */
export function createContentChanges(view: ThreadView): PendingChanges<ThreadContent> {
  return new PendingChanges(
    () => view.content,
    async (next, before) => {
      const limit = view.services.companion?.room.thread;
      const old = encodeThread(before, {}, limit);
      const { topic, metadata } = encodeThread(next, view.thread.properties.metadata, limit);
      const hasNewTopic = topic !== old.topic;
      const hasNewMetadata = !isSameJson(metadata, old.metadata) || !hasNewTopic;
      await view.services.session.updateThread(view.thread, {
        ...(hasNewTopic && { topic }),
        ...(hasNewMetadata && { metadata }),
      });
    },
  );
}
