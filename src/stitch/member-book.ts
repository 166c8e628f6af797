import type { MessageRecord, UserId } from '../core/index.js';
import type { Conversation } from './conversation.js';
import { memberIdOf } from './member-id.js';
import { Member } from './member.js';
import type { ThreadView } from './thread-view.js';

/** Everybody who is, or was seen, in one conversation. */
export class MemberBook {
  readonly #members = new Map<UserId, Member>();

  constructor(private readonly view: ThreadView) {}

  /** Who is not known yet has spoken, so was in it. */
  get(userId: UserId): Member {
    const { app, threadId, conversation } = this.view;
    const user = app.users.get(userId);
    const known = this.#members.get(userId);
    if (known) return known;
    const member = new Member(this.view, userId, memberIdOf(threadId, userId), user);
    this.#members.set(userId, member);
    publish(conversation, member);
    return member;
  }

  /** Those who are in it. */
  get present(): Member[] {
    return [...this.#members.values()].filter(({ state }) => state !== 'LEFT');
  }

  /** By its own id. */
  at(memberId: string): Member | undefined {
    return [...this.#members.values()].find(({ id }) => id === memberId);
  }

  /** Takes over who is in the thread; everybody else has left. */
  settle(present: ReadonlySet<UserId>): void {
    for (const userId of present) this.get(userId);
    for (const [userId, member] of this.#members) {
      if (!present.has(userId)) member.state = 'LEFT';
      else if (member.state === 'LEFT') member.state = 'JOINED';
    }
  }

  /** Learns when people came and went. */
  noteChange({ system, createdOn }: MessageRecord): void {
    if (system?.type !== 'membersAdded' && system?.type !== 'membersRemoved') return;
    const at = createdOn.toISOString();
    for (const { userId } of system.members) {
      const { timestamp } = this.get(userId);
      if (system.type === 'membersAdded') timestamp.joined = at;
      else timestamp.left = at;
    }
  }
}

function publish({ members }: Conversation, member: Member): void {
  if (members instanceof Map) members.set(member.id, member);
  else members[member.id] = member;
}
