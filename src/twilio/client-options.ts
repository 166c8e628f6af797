import type { LinkOptions } from '../connect/index.js';
import type { DeliveryReceipts } from './delivery.js';

/** How much is written to the console. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** How far the upload of one file has come. */
export interface UploadProgress {
  readonly conversationSid: string;
  readonly filename: string | null;
  /** So far, and in all. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/** What this library adds to the options of the original. Everything is optional. */
export interface RethreadOptions extends LinkOptions {
  /**
   * What makes delivery receipts of messages, such as `receiptsFromReadState`. Default: nothing; messages have none, as
   * between chat participants at Twilio.
   */
  deliveryReceipts?: DeliveryReceipts | undefined;
  /** Told how far the upload of a file has come, by stores that can tell. */
  onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
  /**
   * What members do that Azure has nothing for and that an app may survive without (push registrations, profiles,
   * attributes of participants): `'throw'` a `NotSupportedError` (default), `'warn'` once and do nothing, or `'silent'`.
   * What would lose a message or a participant throws in any case.
   */
  unsupported?: 'throw' | 'warn' | 'silent' | undefined;
}

/**
 * Options of a client.
 *
 * @remarks Differs from Twilio: options about Twilio's own servers and transports are accepted and have no effect.
 */
export interface ClientOptions {
  /** How much is written to the console. Default: warnings and errors, which tell what Azure cannot do. */
  logLevel?: LogLevel;
  /** No effect: there is no channel metadata here. */
  channelMetadataCacheCapacity?: number;
  /** No effect: there are no message recipients here. */
  messageRecipientsCacheCapacity?: number;
  /** No effect: the endpoint says where the data are. */
  region?: string;
  /** No effect. */
  productId?: string;
  /** No effect. */
  twilsockClient?: unknown;
  /** No effect. */
  transport?: unknown;
  /** No effect. */
  notificationsClient?: unknown;
  /** No effect. */
  syncClient?: unknown;
  /** How long a typing signal lasts, in milliseconds. */
  typingIndicatorTimeoutOverride?: number;
  /** No effect. */
  consumptionReportIntervalOverride?: string;
  /** No effect: counts are kept up to date and not asked for. */
  httpCacheIntervalOverride?: string;
  /** How many users other than the own one stay subscribed. */
  userInfosToSubscribeOverride?: number;
  /** No effect: what the service refused for now is repeated when it asked to. */
  retryWhenThrottledOverride?: boolean;
  /** No effect. */
  backoffConfigOverride?: Record<string, unknown>;
  /** When present, taken instead of the options beside it. */
  Chat?: ClientOptions;
  /** When present, taken instead of the options beside it. */
  IPMessaging?: ClientOptions;
  /** No effect. */
  Sync?: Record<string, unknown>;
  /** No effect. */
  Notification?: Record<string, unknown>;
  /** No effect. */
  Twilsock?: Record<string, unknown>;
  /** No effect: nothing is reported. */
  clientMetadata?: Record<string, unknown>;
  /** No effect. */
  initRegistrations?: unknown[];
  /** No effect: options are never changed. */
  disableDeepClone?: boolean;
  /** No effect. */
  typingUri?: string;
  /** No effect. */
  apiUri?: string;
  /** Makes the deprecated `Client.create` reject when the client cannot start. Default `false`. */
  throwErrorsAlways?: boolean;
  /** What this library needs beyond a token. */
  rethread?: RethreadOptions;
}
