import { dateOf, fieldsOf, type MemberRecord, metadataOf, textOf, type UserId } from '../core/index.js';

/** A member of a thread; `undefined` without a user. */
export function memberOf(userId: UserId | undefined, value: unknown): MemberRecord | undefined {
  const { displayName, metadata, shareHistoryTime } = fieldsOf(value);
  return userId === undefined
    ? undefined
    : {
        userId,
        displayName: textOf(displayName),
        metadata: metadataOf(metadata),
        historySharedSince: dateOf(shareHistoryTime),
      };
}
