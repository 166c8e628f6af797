import type { Thread } from './thread.js';
import type { TimelineEntry } from './timeline.js';

/**
 * What was said between the listing of a thread and its first look, of which the session tells nothing: it knew it from the
 * beginning. The list has a precision of a second, so what came within the same second as the last one listed is not in it.
 */
export function arrivedSinceListing(thread: Thread): readonly TimelineEntry[] {
  const secondOf = (date: Date | undefined): number => Math.floor((date?.getTime() ?? 0) / 1_000);
  const listed = secondOf(thread.lastListedOn ?? thread.createdOn);
  return thread.timeline.messages.filter(({ record }) => secondOf(record.createdOn) > listed);
}
