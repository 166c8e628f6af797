import { SEQUENCE_OF_INDEX_ZERO } from './index-allocator.js';
import { compareIds, type MessageRecord, type SystemChange, type ThreadId, type Version } from './model.js';
import type { ChatBackend, Page } from './ports.js';

/** The service's maximum. */
export const LARGEST_PAGE = 200;
/** Enough where little can have changed. */
const SMALL_PAGE = 20;

export interface Walk {
  /** Newest version first, from the top of the list to below the watermark. */
  readonly records: readonly MessageRecord[];
  /** Whether the list ended there. */
  readonly isWhole: boolean;
}

/**
 * Reads the messages of a thread from the top down to below a version.
 * @param expected `much`: k changes cost ⌈k/200⌉ requests and at most one more. `little`: begins with a small page, and
 *   where that does not reach, costs one request in addition.
 */
export async function readDownTo(
  backend: ChatBackend,
  threadId: ThreadId,
  watermark: Version | undefined,
  expected: 'little' | 'much',
): Promise<Walk> {
  // Below it, not just down to it: an edit and another message may share a time.
  const reaches = (page: Page<MessageRecord>): boolean =>
    watermark !== undefined && page.items.some((record) => compareIds(record.version, watermark) < 0);
  let page = await backend.listMessages(threadId, expected === 'little' ? SMALL_PAGE : LARGEST_PAGE);
  // The cursor would go on in small steps.
  if (expected === 'little' && page.loadNext && !reaches(page))
    page = await backend.listMessages(threadId, LARGEST_PAGE);
  const records = [...page.items];
  while (page.loadNext && !reaches(page)) {
    page = await page.loadNext();
    records.push(...page.items);
  }
  return { records, isWhole: !page.loadNext };
}

/**
 * What the system messages of a walk say that events may not have said already, oldest first.
 * @param watermark the version up to which nothing can have been missed
 */
export function missedSystemChanges(
  records: readonly MessageRecord[],
  watermark: Version | undefined,
): (SystemChange & { readonly version: Version })[] {
  const isMissed = ({ version }: MessageRecord): boolean =>
    watermark === undefined || compareIds(version, watermark) > 0;
  // Of a thread that this client created, nothing is known but that it has a beginning.
  const isBeginning = ({ sequence = Infinity }: MessageRecord): boolean => sequence < SEQUENCE_OF_INDEX_ZERO;
  return records
    .filter((record) => isMissed(record) && !isBeginning(record))
    .flatMap(({ system, version }) => (system ? [{ ...system, version }] : []))
    .reverse();
}
