import type { Link } from '../connect/index.js';
import type { ChatSession, Companion, Logger, MediaStore, SettingStore } from '../core/index.js';
import type { DeliveryReceipts } from './delivery.js';
import type { EventRelay } from './relay.js';
import type { UploadProgress } from './client-options.js';
import type { ConversationLimits } from './types.js';
import type { Unsupported } from './unsupported.js';
import type { Users } from './users.js';

/** What the objects of one client share. */
export interface ClientServices {
  readonly session: ChatSession;
  readonly users: Users;
  /** The way to the service. @throws what went wrong, in Twilio's shape */
  link(): Promise<Link>;
  /** What I keep about conversations, for myself. */
  readonly settings: SettingStore;
  /** `undefined` when the token names none. */
  readonly companion: Companion | undefined;
  readonly unsupported: Unsupported;
  /** @throws NotSupportedError when no store is configured */
  readonly media: () => MediaStore;
  readonly logger: Logger;
  readonly limits: ConversationLimits;
  readonly onUploadProgress: ((progress: UploadProgress) => void) | undefined;
  /** `undefined`: messages have none, as between chat participants at Twilio. */
  readonly deliveryReceipts: DeliveryReceipts | undefined;
  /** How often typing is sent at most, and with a second more, how long it lasts at the others. In milliseconds. */
  readonly typingTimeoutMs: number;
  /** Tells the app what happens here alone, and no event of the session brings. */
  readonly relay: Pick<EventRelay, 'joined' | 'updated' | 'ownHorizonMoved'>;
  /** @throws Twilio's 409 when another conversation of this client has the name */
  assertUniqueName(uniqueName: string): void;
}
