import type { ChatSession, Logger, MediaStore } from '../core/index.js';
import type { DeliveryReceipts } from './delivery.js';
import type { ThreadView } from './thread-view.js';
import type { ConversationLimits, ConversationUpdateReason } from './types.js';
import type { Unsupported } from './unsupported.js';
import type { Users } from './users.js';

/** What the objects of one client share. */
export interface ClientServices {
  readonly session: ChatSession;
  readonly users: Users;
  readonly unsupported: Unsupported;
  /** @throws NotSupportedError when no store is configured */
  readonly media: () => MediaStore;
  readonly logger: Logger;
  readonly limits: ConversationLimits;
  /** `undefined`: messages have none, as between chat participants at Twilio. */
  readonly deliveryReceipts: DeliveryReceipts | undefined;
  /** How often typing is sent at most, and with a second more, how long it lasts at the others. In milliseconds. */
  readonly typingTimeoutMs: number;
  /** Tells that this client's user is in the conversation now. */
  announceJoined(view: ThreadView): void;
  announceUpdated(view: ThreadView, reasons: ConversationUpdateReason[]): void;
  announceReadHorizon(view: ThreadView): void;
  /** @throws Twilio's 409 when another conversation of this client has the name */
  assertUniqueName(uniqueName: string): void;
}
