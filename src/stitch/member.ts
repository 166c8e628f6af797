import type { UserId } from '../core/index.js';
import type { Conversation } from './conversation.js';
import type { ThreadView } from './thread-view.js';
import type { User } from './users.js';

export type MemberState = 'INVITED' | 'JOINED' | 'LEFT';

/** When it happened, as ISO texts; what is not known is absent. */
export interface MemberTimestamps {
  invited?: string | undefined;
  joined?: string | undefined;
  left?: string | undefined;
}

/** A user in a conversation. One object for each, also for those who have left. */
export class Member {
  readonly id: string;
  readonly user: User;
  state: MemberState = 'JOINED';
  timestamp: MemberTimestamps = {};
  /** The name of whoever invited this member, as far as it is known. */
  invited_by: string | undefined = undefined;
  readonly channel: { readonly type: 'app' } = { type: 'app' };
  readonly #view: ThreadView;
  readonly #userId: UserId;

  /** @internal */
  constructor(view: ThreadView, userId: UserId, id: string, user: User) {
    this.#view = view;
    this.#userId = userId;
    this.id = id;
    this.user = user;
  }

  get display_name(): string {
    return this.user.name;
  }

  get conversation(): Conversation {
    return this.#view.conversation;
  }

  /** Removes the member from the conversation. Rejects with a `NexmoApiError` when the service refuses. */
  kick(): Promise<void> {
    return this.#view.kick(this.#userId);
  }
}

/** What listeners get instead of a member from `client-8` on. */
export interface MemberInfo {
  memberId: string;
  userId: string;
  userName: string;
  displayName: string;
  /** Always `undefined`: Azure's chat has no profiles. */
  imageUrl: undefined;
  /** Always `undefined`: Azure's chat has no profiles. */
  customData: undefined;
}

export const infoOf = ({ id, user, display_name }: Member): MemberInfo => ({
  memberId: id,
  userId: user.id,
  userName: user.name,
  displayName: display_name,
  imageUrl: undefined,
  customData: undefined,
});
