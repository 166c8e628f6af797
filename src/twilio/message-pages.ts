import type { TimelineEntry } from '../core/index.js';
import { asTwilio } from './errors.js';
import type { Message } from './message.js';
import type { PaginatorPage } from './paginator.js';
import type { ThreadView } from './thread-view.js';

/**
 * Pages of messages, always ascending; "previous" is older and "next" is newer, whichever way one asked. A page is cut
 * from what is known, and more of the history is loaded until both its edges are certain.
 */
export async function messagesUpTo(
  view: ThreadView,
  pageSize: number,
  anchor: number,
): Promise<PaginatorPage<Message>> {
  const { thread } = view;
  const { timeline } = thread;
  // One more than asked for tells whether there is an older page.
  while (timeline.upTo(anchor, pageSize + 1).length <= pageSize && !timeline.reachedStart) await thread.loadOlder();
  return toPage(view, timeline.upTo(anchor, pageSize), pageSize);
}

export async function messagesFrom(
  view: ThreadView,
  pageSize: number,
  anchor: number,
): Promise<PaginatorPage<Message>> {
  const { thread } = view;
  const { timeline } = thread;
  const first = (): number => timeline.from(anchor, 1)[0]?.index ?? anchor;
  while (timeline.upTo(first() - 1, 1).length === 0 && !timeline.reachedStart) await thread.loadOlder();
  return toPage(view, timeline.from(anchor, pageSize), pageSize);
}

function toPage(view: ThreadView, entries: readonly TimelineEntry[], pageSize: number): PaginatorPage<Message> {
  const { thread } = view;
  const oldest = entries[0]?.index;
  const newest = entries.at(-1)?.index;
  thread.handOut(entries);
  const hasOlder = oldest !== undefined && thread.timeline.upTo(oldest - 1, 1).length > 0;
  const hasNewer = newest !== undefined && thread.timeline.from(newest + 1, 1).length > 0;
  return {
    items: entries.map((entry) => view.message(entry)),
    ...(hasOlder && { loadPrev: () => asTwilio(messagesUpTo(view, pageSize, oldest - 1)) }),
    ...(hasNewer && { loadNext: () => asTwilio(messagesFrom(view, pageSize, newest + 1)) }),
  };
}
