/**
 * What nobody could verify about the service, one switch each.
 * `docs/emulator-differences.md` lists them with the reason for each default.
 */
export interface Behaviour {
  /** Whether a 429 carries `Retry-After`. Default `true`. */
  retryAfterOn429: boolean;
  /** How rate windows move. Default `'sliding'`. */
  rateWindow: 'sliding' | 'fixed';
  /**
   * Which error body is used. `'mixed'`: the documented one, except where users reported the other
   * (a create with too many participants). Default `'mixed'`.
   */
  errorEnvelope: 'mixed' | 'standard' | 'communicationError';
  /** `error.code` of a 400. Default `'BadRequest'`. */
  badRequestCode: string;
  /** `error.code` of a 404. Default `'NotFound'`. */
  notFoundCode: string;

  /** What happens to message metadata keys that a PATCH does not mention. Default `'merge'`: they stay. */
  messageMetadataPatch: 'merge' | 'replace';
  /** What a `null` metadata value does. Default `'reject'`: 400. */
  nullMetadataValue: 'reject' | 'remove';
  /** Whether a metadata-only PATCH counts as an edit (`editedOn`, event). Default `'edited'`. */
  metadataOnlyEdit: 'edited' | 'silent';
  /** Whether a message may be empty. Default `'accept'`. */
  emptyContent: 'accept' | 'reject';
  /** Whether a topic may be empty. Default `'reject'`. */
  emptyTopic: 'accept' | 'reject';
  /** Longest topic in UTF-16 units. Default `Infinity`. */
  maxTopicLength: number;
  /** What counts towards the size limit of a message. Default `'contentAndMetadata'`. */
  messageSizeCounts: 'contentAndMetadata' | 'content';
  /** How the size of a message is measured: UTF-8 bytes, or two bytes for each UTF-16 unit. Default `'utf8'`. */
  messageSizeUnit: 'utf8' | 'utf16';
  /** What editing a deleted message does. Default `'reject'`: 404. */
  editDeletedMessage: 'reject' | 'ignore';
  /** What deleting a deleted message does. Default `'ignore'`: 204, nothing changes. */
  deleteDeletedMessage: 'reject' | 'ignore';
  /** Whether an edit or delete gives the message a new `sequenceId`. Default `'keep'`. */
  sequenceIdOnEdit: 'keep' | 'advance';

  /** What `startTime` of a message list is compared with. Default `'version'`: the time of the last change. */
  startTimeCompares: 'version' | 'createdOn';
  /** Whether a later page may show messages that arrived after the first page was read. Default `false`. */
  lateMessagesInPages: boolean;
  /** Page size of the thread, participant and receipt lists when none is asked for. Default 100. */
  listPageSize: number;
  /** Largest page of those lists. Default 200. */
  listPageMax: number;
  /** What a page size above the largest does. Default `'reject'`: 400. */
  pageSizeAboveMax: 'reject' | 'clamp';

  /** How much history an added user sees when `shareHistoryTime` is not given. Default `'all'`. */
  addedUserHistory: 'all' | 'none';
  /** Whether adding a participant again refreshes display name and metadata. Default `'keep'`: no. */
  readdParticipant: 'keep' | 'refresh';
  /** How many `participantAdded` messages one add call writes. Default `'one'`. */
  addedMessages: 'one' | 'perParticipant';
  /** What a removed user may still read. Default `'none'`: 403. */
  removedUserAccess: 'none' | 'history';
  /** What removing somebody who is not a participant does. Default `'reject'`: 404. */
  removeNonParticipant: 'reject' | 'ignore';
  /** Whether users may remove themselves. Default `'accept'`. */
  selfRemoval: 'accept' | 'reject';
  /** What happens to a thread whose last participant leaves. Default `'keep'`. */
  lastParticipantLeaves: 'keep' | 'deleteThread';

  /** How requests for a deleted thread fail. Default `'notFound'`: 404. */
  deletedThread: 'notFound' | 'forbidden';
  /** Whether deleted threads stay in the thread list, with `deletedOn`. Default `false`. */
  deletedThreadsInList: boolean;
  /** Whether a participant who did not create the thread may delete it. Default `'allow'`. */
  nonCreatorDelete: 'allow' | 'forbid';

  /** What a receipt for an older message than the last one does. Default `'ignore'`: 200, nothing changes. */
  receiptBackwards: 'ignore' | 'accept';
  /** What a receipt for an unknown message does. Default `'reject'`: 404. */
  receiptForUnknownMessage: 'reject' | 'ignore';
  /** Whether readers get the event of their own receipt. Default `false`. */
  receiptEcho: boolean;

  /** How far the date of a signed identity request may be off. Default 5. */
  hmacSkewMinutes: number;
  /** How long revoked tokens keep working. Default 0; the service says up to 15 minutes. */
  revocationDelaySeconds: number;
}

/** Every value that a switch can have, the default first; for numbers and names, the default alone. */
const values: { readonly [Name in keyof Behaviour]: readonly [Behaviour[Name], ...Behaviour[Name][]] } = {
  retryAfterOn429: [true, false],
  rateWindow: ['sliding', 'fixed'],
  errorEnvelope: ['mixed', 'standard', 'communicationError'],
  badRequestCode: ['BadRequest'],
  notFoundCode: ['NotFound'],
  messageMetadataPatch: ['merge', 'replace'],
  nullMetadataValue: ['reject', 'remove'],
  metadataOnlyEdit: ['edited', 'silent'],
  emptyContent: ['accept', 'reject'],
  emptyTopic: ['reject', 'accept'],
  maxTopicLength: [Infinity],
  messageSizeCounts: ['contentAndMetadata', 'content'],
  messageSizeUnit: ['utf8', 'utf16'],
  editDeletedMessage: ['reject', 'ignore'],
  deleteDeletedMessage: ['ignore', 'reject'],
  sequenceIdOnEdit: ['keep', 'advance'],
  startTimeCompares: ['version', 'createdOn'],
  lateMessagesInPages: [false, true],
  listPageSize: [100],
  listPageMax: [200],
  pageSizeAboveMax: ['reject', 'clamp'],
  addedUserHistory: ['all', 'none'],
  readdParticipant: ['keep', 'refresh'],
  addedMessages: ['one', 'perParticipant'],
  removedUserAccess: ['none', 'history'],
  removeNonParticipant: ['reject', 'ignore'],
  selfRemoval: ['accept', 'reject'],
  lastParticipantLeaves: ['keep', 'deleteThread'],
  deletedThread: ['notFound', 'forbidden'],
  deletedThreadsInList: [false, true],
  nonCreatorDelete: ['allow', 'forbid'],
  receiptBackwards: ['ignore', 'accept'],
  receiptForUnknownMessage: ['reject', 'ignore'],
  receiptEcho: [false, true],
  hmacSkewMinutes: [5],
  revocationDelaySeconds: [0],
};

/** The defaults of {@link Behaviour}. */
export const defaultBehaviour = Object.fromEntries(
  Object.entries(values).map(([name, [first]]) => [name, first]),
) as unknown as Readonly<Behaviour>;

/**
 * Fills in the defaults.
 *
 * @throws RangeError when there is no such switch or it cannot have that value.
 */
export function normalizeBehaviour(behaviour: Readonly<Partial<Behaviour>> = {}): Behaviour {
  for (const [name, value] of Object.entries(behaviour)) checkSwitch(name, value);
  return { ...defaultBehaviour, ...behaviour };
}

function checkSwitch(name: string, value: unknown): void {
  const known: readonly unknown[] | undefined = Object.hasOwn(values, name)
    ? values[name as keyof Behaviour]
    : undefined;
  if (!known) throw new RangeError(`unable to start the emulator; there is no behaviour ${name}`);
  const isPossible =
    known.length > 1 ? known.includes(value) : typeof value === typeof known[0] && isNotNegative(value);
  if (isPossible) return;
  const expected = known.length > 1 ? known.join(' or ') : `a ${typeof known[0]}`;
  throw new RangeError(`unable to start the emulator; behaviour ${name} must be ${expected}`);
}

function isNotNegative(value: unknown): boolean {
  return typeof value !== 'number' || value >= 0;
}
