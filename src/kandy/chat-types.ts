/** `client.conversation.chatTypes`: what the original calls its kinds of conversations. */
export const CHAT_TYPES = { SMS: 'sms', ONETOONE: 'chat-oneToOne', GROUP: 'chat-group' } as const;

export type ConversationKind = 'oneToOne' | 'group';

/** The original knows `im` and `group` besides its own names; its multimedia tutorial says `chat`. */
const KINDS: ReadonlyMap<unknown, ConversationKind> = new Map([
  [CHAT_TYPES.ONETOONE, 'oneToOne'],
  ['im', 'oneToOne'],
  ['chat', 'oneToOne'],
  [CHAT_TYPES.GROUP, 'group'],
  ['group', 'group'],
]);

/** @returns `undefined` for what is no chat, such as `sms` */
export function kindOf(type: unknown, oneToOneTypeName: string): ConversationKind | undefined {
  return type === undefined || type === oneToOneTypeName ? 'oneToOne' : KINDS.get(type);
}
