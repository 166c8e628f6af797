/** Which of the two SDKs code is written for: `chat` is the older one, `twilio-chat`. */
export type Sdk = 'conversations' | 'chat';

/** What a module specifier means. */
export interface SdkModule {
  readonly sdk: Sdk;
  /** `lib`: a file of its inside, of versions before 2. `build`: one of its bundles. */
  readonly form: 'root' | 'lib' | 'build';
  /** The file, of the form `lib`: `message`. */
  readonly file: string;
  /** It is rethread already: the names are the same, there is nothing to rewrite. */
  readonly isMigrated: boolean;
}

const SPECIFIER = /^(?:\.{1,2}\/(?:[^'"]*\/)?node_modules\/)?(@twilio\/conversations|twilio-chat)(?:\/(.*))?$/;

/** Understands `rethread`, `@twilio/conversations`, `twilio-chat` and paths into them; not names that only look similar. */
export function parseSpecifier(specifier: string): SdkModule | undefined {
  if (/^rethread(?:\/twilio)?$/.test(specifier))
    return { sdk: 'conversations', form: 'root', file: '', isMigrated: true };
  const match = SPECIFIER.exec(specifier);
  if (!match) return undefined;
  const sdk: Sdk = match[1] === 'twilio-chat' ? 'chat' : 'conversations';
  const inside = match[2] ?? '';
  if (inside === '') return { sdk, form: 'root', file: '', isMigrated: false };
  if (/^(?:builds|dist)\//.test(inside)) return { sdk, form: 'build', file: '', isMigrated: false };
  return { sdk, form: 'lib', file: inside.replace(/^lib\//, '').replace(/\.(?:d\.ts|js|ts)$/, ''), isMigrated: false };
}

/** The retired Twilio Video SDK, whose package has nearly the name of the one for chat. */
export const VIDEO_PACKAGE = 'twilio-conversations';

/** Words without which a file has nothing to do with the SDKs: most files are told from this alone, without parsing. */
export const SDK_WORDS =
  /@twilio\/conversations|twilio-chat|['"]rethread(?:\/twilio)?['"]|twilio-conversations|Twilio\s*(?:\?\.|\.|\[\s*['"])\s*(?:Chat|Conversations)\b/;
