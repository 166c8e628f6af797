import type { Logger, MediaStore } from '../core/index.js';

/** Where to connect, as whom and how: what every facade takes. Everything is optional. */
export interface LinkOptions {
  /**
   * Address of the Azure Communication Services resource, such as `https://contoso.communication.azure.com`. Not needed
   * with a connection token, which carries it.
   */
  endpoint?: string | undefined;
  /** The id that Azure gave the user of the token (`8:acs:…`). Default: read from the token. */
  userId?: string | undefined;
  /**
   * The app's name for the user of the token ("alice"). Default: from the connection token, else from
   * {@link identities}, else the user id.
   */
  identity?: string | undefined;
  /** Who is who: the app's names and the Azure user ids behind them. Users that are not listed go by their Azure id. */
  identities?: Readonly<Record<string, string>> | undefined;
  /**
   * Where files are kept. `'memory'` keeps them in this process, for demos and tests. Default: in this process too when
   * the endpoint is a local emulator; otherwise sending a file rejects.
   */
  media?: MediaStore | 'memory' | undefined;
  /**
   * How changes arrive: `'push'` over a standing connection, or `'polling'`, which asks again and again. Default
   * `'auto'`: push, and polling where that cannot be had.
   */
  realtime?: 'auto' | 'push' | 'polling' | undefined;
  /**
   * Whether requests wait in order to stay below the limits that Azure publishes. `'adaptive'` (default): reads do; a
   * change leaves at once until the service refuses one, and keeps to the limits from then on. `'strict'`: all do.
   * `'off'`: none. Refused requests are repeated in any case.
   */
  rateLimits?: 'adaptive' | 'strict' | 'off' | undefined;
  /** Called for a new token when the present one runs out; without it the app gets `tokenAboutToExpire` alone. */
  tokenRefresher?: (() => Promise<string>) | undefined;
  /** Where the library writes. Default: the console, as far as `logLevel` lets it. */
  logger?: Logger | undefined;
}
