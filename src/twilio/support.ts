import table from './compat.json' with { type: 'json' };

/** How a member of the original works here; the table in `docs/parity/twilio.md` explains the words. */
export type SupportLevel = 'same' | 'emulated' | 'differs' | 'needs-companion' | 'unsupported';

/** How that is known. */
export type SupportEvidence =
  'tested on the emulator' | 'tested against the real service' | 'tested without a service' | 'by inspection';

/** A row of the support table. */
export interface MemberSupport {
  /** The name that was asked for. */
  readonly member: string;
  readonly support: SupportLevel;
  /** What to expect; may be empty where it is the same. */
  readonly reason: string;
  readonly evidence: SupportEvidence;
  /** Parts of the names of the tests that show it. */
  readonly tests: readonly string[];
}

type Rows = Readonly<Record<string, Omit<MemberSupport, 'member'>>>;

/** The original's emitters inherit these methods; they have one row for all classes. */
const EMITTER_METHOD = /^(Client|Conversation|Message|Participant|User)#/;

let rows: Rows | undefined;

/**
 * Looks a member of `@twilio/conversations` up in the support table.
 *
 * @param member `Client.create` for a static member, `Conversation#join` for a member of objects, `Client:messageAdded`
 *   for an event, `Client` for an exported name
 * @returns `undefined` for what the original does not have
 */
export function getSupport(member: string): MemberSupport | undefined {
  // The build makes a getter of the rows, so that nothing of the table exists before somebody asks.
  const known = (rows ??= table.rows as Rows);
  const find = (id: string) => (Object.hasOwn(known, id) ? known[id] : undefined);
  const row = find(member) ?? find(member.replace(EMITTER_METHOD, 'ReplayEventEmitter#'));
  return row && { member, ...row };
}
