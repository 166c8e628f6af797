import type { MemberRecord, MessageRecord, ServiceEvent, ThreadDraft, UserId } from '../core/index.js';

/** The companion's own participant: in every thread that is made through it, so that it can let others in. */
export class ServiceParticipant {
  /** @param userId `undefined` when the token names none */
  constructor(private readonly userId: UserId | undefined) {}

  into(draft: ThreadDraft): ThreadDraft {
    return this.userId === undefined ? draft : { ...draft, memberIds: [...draft.memberIds, this.userId] };
  }

  without(members: readonly MemberRecord[]): readonly MemberRecord[] {
    return members.filter(({ userId }) => userId !== this.userId);
  }

  /** A system message keeps its place, without this name in it. */
  hideIn(record: MessageRecord): MessageRecord {
    const { system } = record;
    if (system?.type !== 'membersAdded' && system?.type !== 'membersRemoved') return record;
    return { ...record, system: { ...system, members: this.without(system.members) } };
  }

  /** @returns `undefined` when the event is about nobody else */
  hideInEvent(event: ServiceEvent): ServiceEvent | undefined {
    if (event.type !== 'membersAdded' && event.type !== 'membersRemoved') return event;
    const members = this.without(event.members);
    return members.length === 0 ? undefined : { ...event, members };
  }
}
