import compat from '../twilio/compat.json' with { type: 'json' };

/** How rethread does what a member of the original does: the levels of the support table. */
export type SupportLevel = 'same' | 'emulated' | 'differs' | 'needs-companion' | 'unsupported';

export interface SupportRow {
  readonly support: SupportLevel;
  readonly reason: string;
}

const ROWS = compat.rows as Readonly<Record<string, SupportRow>>;

/** The version of the original that the table is about. */
export const SDK_VERSION: string = compat.version;

const EMITTERS = new Set(['Client', 'Conversation', 'Message', 'Participant', 'User']);

/** The row of a member: `Conversation#join`, `Client:messageAdded`, `Client.create`. What all emitters inherit has one row. */
export function supportOf(member: string): SupportRow | undefined {
  const own = Object.hasOwn(ROWS, member) ? ROWS[member] : undefined;
  if (own) return own;
  const [owner = '', name] = member.split('#');
  const inherited = `ReplayEventEmitter#${name ?? ''}`;
  return EMITTERS.has(owner) && Object.hasOwn(ROWS, inherited) ? ROWS[inherited] : undefined;
}

/** Everything that rethread exports under a name of the original. */
export const EXPORTED_NAMES: ReadonlySet<string> = new Set(Object.keys(ROWS).filter((id) => !/[#.:]/.test(id)));

/** What `rethread` has besides. */
export const OWN_NAMES: ReadonlySet<string> = new Set([
  'AmbiguousSendError',
  'AttributesTooLargeError',
  'ChatError',
  'HttpMediaStore',
  'MemoryMediaStore',
  'NotSupportedError',
  'RethreadOptions',
  'configure',
  'getAcsChatClient',
  'getAcsChatThreadClient',
  'getSupport',
  'isChatError',
  'receiptsFromReadState',
]);

export function isExported(name: string): boolean {
  return EXPORTED_NAMES.has(name) || OWN_NAMES.has(name);
}
