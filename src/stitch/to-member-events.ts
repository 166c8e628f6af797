import type { MessageRecord } from '../core/index.js';
import type { Member } from './member.js';
import { NXMEvent } from './nxm-event.js';
import type { ThreadView } from './thread-view.js';
import { idsOf } from './to-message-event.js';

export type MembershipType = 'member:joined' | 'member:left' | 'member:invited';

export interface MembershipBody {
  readonly user: { readonly id: string; readonly name: string };
  /** The name of the conversation. */
  readonly cname: string;
  readonly timestamp: { readonly joined?: string; readonly left?: string; readonly invited?: string };
  readonly channel: { readonly type: 'app' };
  readonly invited_by: string | undefined;
}

interface When {
  /** `undefined` for what the service has no message for. */
  readonly id: number | undefined;
  readonly acsId: string | undefined;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** An event about one member. */
export class MemberEvent extends NXMEvent<MembershipBody> {
  declare readonly type: MembershipType;
  /** As in the body: apps look for it here, too. */
  readonly invited_by: string | undefined;

  /** @internal */
  constructor(view: ThreadView, type: MembershipType, member: Member, when: When) {
    const { name, display_name } = view.conversation;
    const { user, channel, invited_by } = member;
    const { timestamp } = when;
    const moment = { [type.slice('member:'.length)]: timestamp };
    const body = { user: { ...user }, cname: name || display_name, timestamp: moment, channel, invited_by };
    super(view, { ...when, type, from: member.id }, body);
    this.invited_by = invited_by;
  }
}

/** What the service says at once about several members, as one event for each of them. */
export function toMemberEvents(view: ThreadView, { system, version, createdOn }: MessageRecord): MemberEvent[] {
  if (system?.type !== 'membersAdded' && system?.type !== 'membersRemoved') return [];
  const type = system.type === 'membersAdded' ? 'member:joined' : 'member:left';
  const { id, acsId } = idsOf(version);
  return system.members.map(({ userId }, index) => {
    // Before the next millisecond: where no message can be.
    const when = { id: id + index / 1_000, acsId, timestamp: createdOn.toISOString() };
    return new MemberEvent(view, type, view.members.get(userId), when);
  });
}

/** An event that the service has no message for, or none that this client can read. */
export function memberEventNow(view: ThreadView, type: MembershipType, member: Member): MemberEvent {
  return new MemberEvent(view, type, member, { id: undefined, acsId: undefined, timestamp: new Date().toISOString() });
}
