import { type MemberRecord, dateOf, fieldsOf, metadataOf, textOf } from '../core/index.js';
import { parseUserId } from './identifier-parser.js';

/** @returns `undefined` when the participant has no id. */
export function parseMember(value: unknown): MemberRecord | undefined {
  const { communicationIdentifier, displayName, metadata, shareHistoryTime } = fieldsOf(value);
  const userId = parseUserId(communicationIdentifier);
  if (userId === undefined) return undefined;
  return {
    userId,
    displayName: textOf(displayName),
    metadata: metadataOf(metadata),
    historySharedSince: dateOf(shareHistoryTime),
  };
}
