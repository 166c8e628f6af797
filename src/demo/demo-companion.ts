import type { Emulator } from '../emulator/index.js';
import {
  type Companion,
  type CompanionOptions,
  createCompanion,
  defaultAuthorize,
  type MediaBackend,
} from '../server/index.js';

/** What the companion of the demo stands on. */
export interface DemoCompanionOptions {
  readonly emulator: Emulator;
  /** The demo's own address, without a slash at the end. */
  readonly origin: string;
  /** Further origins that the page may have been opened at. */
  readonly otherOrigins: readonly string[];
  readonly media: MediaBackend | undefined;
}

/** Where the companion is on the demo's server. */
export const COMPANION_PATH = '/companion';

const NAME = /^[a-z][a-z0-9_-]{0,31}$/i;

/** Why nobody can have this name; `undefined` when it is fine. */
export function refusalOfName(name: string): string | undefined {
  if (NAME.test(name)) return undefined;
  return 'an identity has 1 to 32 letters, digits, "-" or "_" and begins with a letter';
}

/** Its memory forgets everything at the end, which is no news here; what fails is. */
const LOGGER: NonNullable<CompanionOptions['logger']> = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message) => process.emitWarning(message, 'rethread demo'),
};

/** The companion in front of the emulator: all that a page needs besides its token. */
export function createDemoCompanion({ emulator, origin, otherOrigins, media }: DemoCompanionOptions): Companion {
  return createCompanion({
    acs: { connectionString: emulator.connectionString },
    publicUrl: origin + COMPANION_PATH,
    // The demo has no login: whoever opens the page is who they say they are. An app asks its own session here.
    authenticate: (request) => {
      const name = new URL(request.url).searchParams.get('identity') ?? '';
      return refusalOfName(name) === undefined ? name : null;
    },
    authorize: (action, context) => {
      // Anybody may join by name here; and whoever could never open the page should not be added.
      if (['conversation.find', 'conversation.peek', 'conversation.join'].includes(action)) return true;
      if (action === 'user.create') return refusalOfName(context.target?.identity ?? '') === undefined;
      return defaultAuthorize(action, context);
    },
    media,
    cors: { origins: otherOrigins },
    tokenFormat: 'text',
    logger: LOGGER,
  });
}
