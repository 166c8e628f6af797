/** Where MIGRATION.md tells more, by patterns on the id of a member: the first that fits counts. */
const SECTIONS: readonly (readonly [pattern: RegExp, section: string])[] = [
  [
    /^Client#(?:set|unset|remove|handle|parse)Push|^Client\.parsePush|PushNotification|^NotificationTypes/,
    'real-time-and-push',
  ],
  [/^Client#updateToken|[Tt]oken/, 'tokens'],
  [/^ClientOptions|^Client(?:$|\.|#(?:version|shutdown|connectionState))/, 'set-up'],
  [/^ReplayEventEmitter|#(?:on|once|addListener|removeAllListeners|prependListener)$/, 'real-time-and-push'],
  [/^User|^Client#(?:user|getUser|getSubscribedUsers|reachabilityEnabled)/, 'identities-and-users'],
  [/[Tt]yping/, 'typing'],
  [/LastRead|lastRead|Unread|AllMessages/, 'read-state'],
  [/^Media|[Mm]edia$|addMedia|attachTemporary/, 'media'],
  [/^Participant|[Pp]articipant|#add$/, 'participants-and-roles'],
  [/^Message|^UnsentMessage|Message|index/, 'messages-and-indexes'],
  [/^Content|Template|Email|Recipient|^ChannelMetadata|Delivery/, 'not-in-acs'],
  [/^Conversation|^CreateConversation|^Client#.*Conversation/, 'conversations-and-join'],
];

/** The heading's anchor in MIGRATION.md. */
export function sectionOf(id: string): string {
  return SECTIONS.find(([pattern]) => pattern.test(id))?.[1] ?? 'set-up';
}
