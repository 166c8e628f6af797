import { ChatError } from '../core/index.js';

/** The generations of the original, by the name of its package and its major version. */
export const PROFILES = [
  'stitch-2',
  'stitch-3',
  'client-4',
  'client-5',
  'client-6',
  'client-7',
  'client-8',
  'client-9',
] as const;

export type StitchProfile = (typeof PROFILES)[number];

/** What differs between the generations, as far as chat is concerned. */
export interface Traits {
  /** What error events of the application carry as their group. */
  readonly errorGroup: 'Stitch-errors' | 'NXM-errors';
  readonly hasMemberMap: boolean;
  readonly hasConversationMap: boolean;
  /** Lists come in pages. */
  readonly hasPages: boolean;
  /** Listeners get the fields of a member instead of the member, and texts are of the type `message`. */
  readonly hasPlainSenders: boolean;
}

/** @throws ChatError `invalid-argument` */
export function traitsOf(profile: StitchProfile): Traits {
  if (!PROFILES.includes(profile))
    throw new ChatError('invalid-argument', `unable to use \`profile\`; it must be one of ${PROFILES.join(', ')}`);
  const generation = Number(profile.slice(-1));
  return {
    errorGroup: generation < 4 ? 'Stitch-errors' : 'NXM-errors',
    hasMemberMap: generation > 2,
    hasConversationMap: generation > 4,
    hasPages: generation > 5,
    hasPlainSenders: generation > 7,
  };
}
