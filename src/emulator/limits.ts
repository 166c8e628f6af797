/** Sizes and counts that the service refuses to exceed. */
export interface Limits {
  participantsPerThread: number;
  participantsPerCall: number;
  messageBytes: number;
  threadMetadataBytes: number;
  participantMetadataBytes: number;
  messagePageMax: number;
  retentionDays: { min: number; max: number };
  tokenMinutes: { min: number; max: number };
}

const KILOBYTE = 1024;

/** ACS docs: service limits. Retention and token life: ACS docs, chat concepts and identity model. */
export const serviceLimits: Readonly<Limits> = {
  participantsPerThread: 250,
  participantsPerCall: 200,
  messageBytes: 28 * KILOBYTE,
  threadMetadataBytes: KILOBYTE,
  participantMetadataBytes: KILOBYTE,
  messagePageMax: 200,
  retentionDays: { min: 30, max: 90 },
  tokenMinutes: { min: 60, max: 1440 },
};

/** What `strict: false` leaves of them. */
export const looseLimits: Readonly<Limits> = {
  participantsPerThread: Infinity,
  participantsPerCall: Infinity,
  messageBytes: Infinity,
  threadMetadataBytes: Infinity,
  participantMetadataBytes: Infinity,
  messagePageMax: Infinity,
  retentionDays: { min: 1, max: Infinity },
  tokenMinutes: { min: 1, max: Infinity },
};

/** Page size of a message list when none is asked for, as seen on recorded traffic. */
export const MESSAGE_PAGE_SIZE = 10;

/** Above this many participants a thread has no receipts and no typing (ACS docs: service limits). */
export const MOST_PARTICIPANTS_WITH_RECEIPTS = 20;

/** The token life when none is asked for. */
export const DEFAULT_TOKEN_MINUTES = 1440;

/** A request body above this is refused unread, whatever the mode. */
export const MOST_BODY_BYTES = 4 * KILOBYTE * KILOBYTE;

/** The size of all pairs, keys and values, in UTF-8 bytes. */
export function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}
