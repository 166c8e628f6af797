import { type Logger, NotSupportedError } from '../core/index.js';
import { withBody } from './errors.js';

/** What a member does that ACS has nothing for. */
export type UnsupportedMode = 'throw' | 'warn' | 'silent';

const NO_PUSH = ['ACS Chat has no push for JavaScript.', 'Send it from your backend, on Event Grid events.'] as const;
const NO_PROFILES = ['ACS Chat keeps no user profiles.', 'The companion does.'] as const;
const NO_EMAIL = ['ACS Chat sends no e-mail.', 'Send it through ACS Email from your backend.'] as const;

/** Member → why not, and the way out. */
export const REASONS = {
  'Client.setPushRegistrationId': NO_PUSH,
  'Client.unsetPushRegistrationId': NO_PUSH,
  'Client.removePushRegistrations': NO_PUSH,
  'Conversation.addNonChatParticipant': [
    'ACS Chat has chat participants only.',
    'Send it through ACS SMS or Email from your backend.',
  ],
  'Conversation.join': [
    'nobody can join an ACS thread by themselves.',
    'The companion lets you, or a participant calls conversation.add().',
  ],
  'Participant.updateAttributes': [
    'ACS fixes the attributes of a participant.',
    'The companion keeps them; else pass them to conversation.add().',
  ],
  'User.updateAttributes': NO_PROFILES,
  'User.updateFriendlyName': NO_PROFILES,
  'MessageBuilder.setContentTemplate': ['ACS Chat has no content templates.', 'Send the filled-in text.'],
  'MessageBuilder.setEmailBody': NO_EMAIL,
  'MessageBuilder.setEmailHistory': NO_EMAIL,
  'MessageBuilder.addMedia': [
    'ACS Chat stores no files.',
    'The companion does, or your own store: configure({ media }).',
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
