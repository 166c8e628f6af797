import type { Announcements } from './announcements.js';
import type { Connection } from './connection.js';
import type { Conversations } from './conversations.js';
import type { Settings } from './settings.js';

/** What the parts of one client share. */
export interface ClientCore {
  readonly settings: Settings;
  readonly events: Announcements;
  readonly connection: Connection;
  readonly conversations: Conversations;
  /** Hosts that files of other clients may come from. */
  readonly mediaHosts: readonly string[];
  /** Ends with the client: what is under way then is given up. */
  readonly lifetime: AbortController;
}
