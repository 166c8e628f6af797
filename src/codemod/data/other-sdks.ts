/** Where rethread has another SDK's names. */
export type Facade = 'kandy' | 'signalwire' | 'stitch';

/** A chat SDK besides Twilio's, and what a move of it takes. */
export interface OtherSdk {
  /** What people call it. */
  readonly title: string;
  /** `undefined`: rethread has none for it. */
  readonly facade: Facade | undefined;
  /** Of MIGRATION.md. */
  readonly chapter: string | undefined;
  /** What to write in place of the import. */
  readonly change: string;
  /** What the app has to be given that the original had from its own service. */
  readonly settings: string;
  /** What matters of a version, as a manifest or an address has it. */
  readonly remarkOn: (version: string | undefined) => string | undefined;
}

const KANDY: OtherSdk = {
  title: 'Kandy CPaaS',
  facade: 'kandy',
  chapter: 'MIGRATION.md#from-kandy-cpaas',
  change: "take `create` from 'rethread/kandy', which has no default export; in a page, load dist/kandy.global.js",
  settings:
    'an access token of ACS for `setTokens`, made by your server; `configure({ endpoint, identities, conversations })`: users by the names that the app has for them, threads by the ids of groups',
  remarkOn: () => undefined,
};

const SIGNALWIRE: OtherSdk = {
  title: 'SignalWire',
  facade: 'signalwire',
  chapter: 'MIGRATION.md#from-signalwire',
  change: "take `SignalWire` from 'rethread/signalwire'; in a page, load dist/signalwire.global.js",
  settings:
    'an access token of ACS for `token`, made by your server; `configure({ endpoint, identities, conversations })`: users and threads by the ids of their addresses',
  remarkOn: remarkOnSignalWire,
};

const STITCH: OtherSdk = {
  title: 'Nexmo Stitch',
  facade: 'stitch',
  chapter: 'MIGRATION.md#from-nexmo-stitch',
  change:
    "take `ConversationClient` or `NexmoClient` from 'rethread/stitch', which has no default export; in a page, load dist/stitch.global.js",
  settings:
    'an access token of ACS for `login`, or `exchangeToken`, which gets one for a token of Nexmo; `configure({ endpoint, identities, conversations })`: users by name, threads by the ids of conversations',
  remarkOn: () => undefined,
};

const VONAGE: OtherSdk = {
  title: 'the Vonage Client SDK',
  facade: undefined,
  chapter: undefined,
  change: 'it has another API than `nexmo-client`, and rethread has no facade for that',
  settings: 'write its chat anew, for `rethread/stitch` or for `rethread` itself',
  remarkOn: () => undefined,
};

/** By the names of their packages; and of Kandy's repository, from which pages load it. */
export const OTHER_SDKS: Readonly<Record<string, OtherSdk>> = {
  '@kandy-io/cpaas-sdk': KANDY,
  '@kandy-io/cpaas-js-sdk': KANDY,
  'kandy-cpaas-js-sdk': KANDY,
  '@signalwire/js': SIGNALWIRE,
  'nexmo-stitch': {
    ...STITCH,
    remarkOn: (version) => profileRemark(firstNumbers(version)?.[0] === 2 ? 'stitch-2' : undefined),
  },
  'nexmo-client': {
    ...STITCH,
    remarkOn: (version) => {
      const major = firstNumbers(version)?.[0] ?? 9;
      return profileRemark(major >= 4 && major <= 9 ? `client-${major}` : undefined);
    },
  },
  '@vonage/client-sdk': VONAGE,
};

function profileRemark(profile: string | undefined): string | undefined {
  return profile && `it behaves as this version with \`configure({ profile: '${profile}' })\``;
}

/** 3.28.0 and 3.29.0 alone have a chat that works: from 3.29.1 on, its methods throw. */
function remarkOnSignalWire(version: string | undefined): string {
  const numbers = firstNumbers(version);
  if (!numbers) return 'releases since 3.29.1 have their chat switched off; with rethread it works';
  const [major, minor = 0, patch = 0] = numbers;
  if (major < 3) return NO_CHAT;
  if (letsLaterIn(version, numbers) || minor > 29 || (minor === 29 && patch > 0))
    return 'this version, or a later one that it lets in, has its chat switched off; with rethread it works';
  if (minor < 27) return NO_CHAT;
  if (minor === 27) return 'this version has `client.conversation`, and no `client.chat` yet';
  return 'this version is one of the two whose chat works';
}

const NO_CHAT = 'this version has no `client.chat` yet: there may be nothing to move';

/** Whether 3.29.1 or later fits, too. */
function letsLaterIn(version = '', { length, 1: minor }: readonly number[]): boolean {
  if (/[\^>*|]|\bx\b/.test(version) || length === 1) return true;
  return minor === 29 && (version.startsWith('~') || length === 2);
}

function firstNumbers(version = ''): [number, ...number[]] | undefined {
  const match = /\d+(?:\.\d+)*/.exec(version);
  return match ? (match[0].split('.').map(Number) as [number, ...number[]]) : undefined;
}
