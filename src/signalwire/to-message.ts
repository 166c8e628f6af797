import { type ChatSession, decodeRichMessage, type HistoryItem, type SystemChange } from '../core/index.js';
import { isObject } from './arguments.js';
import type { DisplayNames } from './display-names.js';
import type { Place } from './places.js';
import type { ConversationEventParams, ConversationMessage, JSONObject } from './types.js';

/** Where names come from. */
export interface NameSource {
  readonly session: ChatSession;
  readonly names: DisplayNames;
}

/** @param addressId what the app knows the conversation by */
export function toEvent(
  item: HistoryItem,
  subtype: ConversationEventParams['subtype'],
  { addressId, name }: Pick<Place, 'addressId' | 'name'>,
  source: NameSource,
): ConversationEventParams {
  return { ...written(item, addressId, source), subtype, conversation_name: name };
}

export function toHistoryRow(item: HistoryItem, addressId: string, source: NameSource): ConversationMessage {
  const { system } = item.record;
  return system
    ? { ...stamped(item, addressId, source), ...happened(system, source), subtype: 'log', text: '', metadata: {} }
    : { ...written(item, addressId, source), subtype: 'chat', kind: null };
}

/** Whether the history shows it. Of a thread of two, the topic means nothing to people. */
export function isShown({ record: { system } }: HistoryItem, isDirect: boolean): boolean {
  return !system || (system.type !== 'unknown' && !(isDirect && system.type === 'topicChanged'));
}

function written(item: HistoryItem, addressId: string, source: NameSource) {
  const { text, media, attributes, details } = decodeRichMessage(item.record);
  return {
    ...stamped(item, addressId, source),
    // Files that other SDKs attach are at least named.
    text: text || media.map(({ filename }) => filename ?? 'attachment').join(', '),
    metadata: objectOf(attributes),
    details: objectOf(details),
  };
}

function stamped({ record, thread }: HistoryItem, addressId: string, { session, names }: NameSource) {
  const { id, createdOn, senderId } = record;
  const from = senderId === undefined ? '' : session.directory.identityOf(senderId);
  return {
    id,
    type: 'message' as const,
    ts: createdOn.getTime() / 1_000,
    conversation_id: addressId,
    address_id: addressId,
    user_id: from,
    from_address_id: from,
    user_name: senderId === undefined ? '' : names.of(senderId, thread),
    hidden: false,
  };
}

const KINDS = {
  membersAdded: 'participant_added',
  membersRemoved: 'participant_removed',
  topicChanged: 'topic_updated',
  unknown: null,
} as const;

function happened(system: SystemChange, { session, names }: NameSource) {
  const kind = KINDS[system.type];
  if (system.type === 'topicChanged') return { kind, details: { topic: system.topic } };
  const members = system.type === 'unknown' ? [] : system.members;
  const participants = members.map(({ userId, displayName }) => ({
    user_id: session.directory.identityOf(userId),
    user_name: displayName || names.of(userId),
  }));
  return { kind, details: { participants } };
}

/** Other SDKs keep any JSON there; what is no object would break apps that look into it. */
const objectOf = (value: unknown): JSONObject => (isObject(value) ? value : {});
