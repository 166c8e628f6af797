import { MemberList } from './member-list.js';
import {
  compareIds,
  type MemberRecord,
  type MessageRecord,
  type ServiceEvent,
  type UserId,
  type Version,
} from './model.js';

/** Who came or went, as an event or a system message tells it. */
export type MembershipChange = Pick<
  ServiceEvent & { type: 'membersAdded' | 'membersRemoved' },
  'type' | 'members' | 'version'
>;

interface MembershipHandlers {
  handleAdded(member: MemberRecord): void;
  handleRemoved(member: MemberRecord): void;
  /** I am not in the thread any more: nothing that follows concerns me. */
  handleOwnRemoval(): void;
}

/** Who comes into a thread and who goes, oneself included. Says what each change means, once. */
export class Membership {
  readonly members = new MemberList();
  readonly #ownUserId: UserId;
  readonly #handlers: MembershipHandlers;
  /** The version of my own latest addition, as far as it was seen. */
  #joinedAt: Version | undefined;

  constructor(ownUserId: UserId, handlers: MembershipHandlers) {
    this.#ownUserId = ownUserId;
    this.#handlers = handlers;
  }

  get joinedAt(): Version | undefined {
    return this.#joinedAt;
  }

  /** Learns from the first page of the thread since when people are in it. */
  begin(page: readonly MessageRecord[]): void {
    this.members.noteChanges(page);
    this.#joinedAt = additionOf(this.#ownUserId, page);
  }

  apply({ type, members, version }: MembershipChange): void {
    const isAddition = type === 'membersAdded';
    for (const member of members) {
      if (member.userId === this.#ownUserId) {
        // Told late, a removal from before I came back must not end the thread.
        const isOld = this.#joinedAt !== undefined && compareIds(version, this.#joinedAt) <= 0;
        if (isOld) continue;
        if (!isAddition) {
          this.#handlers.handleOwnRemoval();
          return;
        }
        this.#joinedAt = version;
      }
      const known = isAddition ? this.members.add(member, version) : this.members.remove(member, version);
      if (!known) continue;
      if (isAddition) this.#handlers.handleAdded(known);
      else this.#handlers.handleRemoved(known);
    }
  }
}

/** The id of the system message by which this user was added most recently. */
function additionOf(userId: UserId, page: readonly MessageRecord[]): Version | undefined {
  const additions = page.filter(
    ({ system }) => system?.type === 'membersAdded' && system.members.some((member) => member.userId === userId),
  );
  return additions
    .map((record) => record.id)
    .sort(compareIds)
    .at(-1);
}
