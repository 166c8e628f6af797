import type { Document } from './document.js';
import type { Position } from './source.js';

/** Something that looks like the SDK and is not: why the tool leaves it alone. */
export interface TrapNote extends Position {
  readonly name: string;
  readonly note: string;
}

const TRAPS: readonly (readonly [pattern: RegExp, note: string])[] = [
  [
    /(?:from\s*|require\(\s*|import\(\s*)['"]twilio-conversations['"]|"twilio-conversations"\s*:\s*"[~^]?0\./g,
    'the package "twilio-conversations" is Twilio’s retired SDK for video',
  ],
  [
    /\/js\/conversations\/(?:releases\/)?v?0\.?[\w.-]*\/twilio-conversations/g,
    'version 0 of this script is Twilio’s retired SDK for video',
  ],
  [
    /\bTwilio\s*\.\s*AccessManager\b|\.LocalMedia\b|\.inviteToConversation\b/g,
    '`Twilio.Conversations` is Twilio’s retired SDK for video here',
  ],
  [
    /\bconversations\s*\.\s*(?:v1|conversations)\b|\bchat\s*\.\s*(?:v[12]|services)\b/g,
    'Twilio’s REST API, of the package "twilio": your backend’s, see MIGRATION.md, Tokens',
  ],
  [/\bChatGrant\b/g, 'a token made for Twilio: your backend’s, see MIGRATION.md, Tokens'],
  [
    /(?:from\s*|require\(\s*)['"]twilio-video['"]/g,
    'Twilio’s SDK for video: its participants are not those of the chat',
  ],
  [/(?:from\s*|require\(\s*)['"]@twilio\/flex-ui['"]/g, 'objects of Twilio Flex are Twilio’s, and stay so'],
];

const VIDEO_SIGNS =
  /\b(?:AccessManager|LocalMedia|inviteToConversation)\b|\.listen\s*\(\s*\)|\/js\/conversations\/(?:releases\/)?v?0[./]|['"]twilio-conversations['"]/;

/** Whether `Twilio.Conversations` in a file is Twilio's retired SDK for video, which had the same name. */
export function isOldVideo(text: string): boolean {
  return VIDEO_SIGNS.test(text) && !/@twilio\/conversations|twilio-chat/.test(text);
}

/** Explains what is near the SDK and not touched; each kind once a file. */
export function findTraps({ source, lines }: Document): TrapNote[] {
  return TRAPS.flatMap(([pattern, note]) => {
    pattern.lastIndex = 0;
    const match = pattern.exec(source.text);
    return match ? [{ name: source.name, ...lines.positionOf(match.index), note }] : [];
  });
}
