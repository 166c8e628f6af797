import { type Logger, NotSupportedError } from '../core/index.js';
import { withBody } from './errors.js';

/** What a member does that ACS has nothing for. */
export type UnsupportedMode = 'throw' | 'warn' | 'silent';

const NO_PUSH = [
  'ACS Chat sends no push notifications to JavaScript clients.',
  'Send them from your backend, on the chat events of Azure Event Grid.',
] as const;
const NO_PROFILES = [
  'ACS Chat keeps no user profiles.',
  'Keep names and attributes of users in your own backend.',
] as const;
const NO_EMAIL = ['ACS Chat sends no e-mail.', 'Send it through ACS Email from your backend.'] as const;

/** Member → why not, and the way out. */
export const REASONS = {
  'Client.setPushRegistrationId': NO_PUSH,
  'Client.unsetPushRegistrationId': NO_PUSH,
  'Client.removePushRegistrations': NO_PUSH,
  'Conversation.addNonChatParticipant': [
    'ACS Chat has no SMS, WhatsApp or e-mail participants.',
    'Send through ACS SMS or Email from your backend.',
  ],
  'Conversation.join': [
    'nobody can join an ACS thread by themselves.',
    'Let a participant call conversation.add() with your identity.',
  ],
  'Participant.updateAttributes': [
    'ACS fixes the attributes of a participant at the moment they are added.',
    'Pass them to conversation.add(identity, attributes), or keep changing values in your own backend.',
  ],
  'User.updateAttributes': NO_PROFILES,
  'User.updateFriendlyName': NO_PROFILES,
  'MessageBuilder.setContentTemplate': [
    'ACS Chat has no content templates.',
    'Fill in the template in the app and send the text.',
  ],
  'MessageBuilder.setEmailBody': NO_EMAIL,
  'MessageBuilder.setEmailHistory': NO_EMAIL,
  'MessageBuilder.addMedia': [
    'ACS Chat has no file storage and no store is configured.',
    'Name one with configure({ media }) or options.rethread.media.',
  ],
} as const satisfies Record<string, readonly [string, string]>;

export type UnsupportedMember = keyof typeof REASONS;

export function notSupported(member: UnsupportedMember): NotSupportedError {
  const [reason, wayOut] = REASONS[member];
  return withBody(new NotSupportedError(member, reason, wayOut));
}

/** For members that an app may survive without: it chooses whether they throw. What would lose a message always throws. */
export class Unsupported {
  readonly #warned = new Set<UnsupportedMember>();

  constructor(
    private readonly mode: UnsupportedMode,
    private readonly logger: Logger,
  ) {}

  /** @returns `neutral` when the app asked to go on; warns once per member. @throws NotSupportedError otherwise */
  refuse<T>(member: UnsupportedMember, neutral: T): T {
    const error = notSupported(member);
    if (this.mode === 'throw') throw error;
    if (this.mode === 'warn' && !this.#warned.has(member)) this.logger.warn(error.message);
    this.#warned.add(member);
    return neutral;
  }
}
