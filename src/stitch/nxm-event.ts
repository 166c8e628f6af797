import type { Conversation } from './conversation.js';
import type { ThreadView } from './thread-view.js';

export interface EventFields {
  /** A number that grows with time; `undefined` for what is not stored, such as typing. */
  readonly id: number | undefined;
  /** The id at Azure; `undefined` for what is not stored. */
  readonly acsId: string | undefined;
  readonly type: string;
  /** The id of the member. */
  readonly from: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

export interface EmbeddedUser {
  readonly from_user: { readonly id: string; readonly name: string; readonly display_name: string };
}

/** Something that happened in a conversation. */
export class NXMEvent<Body extends object = object> {
  readonly id: number | undefined;
  readonly acsId: string | undefined;
  /** The id of the conversation. */
  readonly cid: string;
  readonly from: string;
  readonly timestamp: string;
  readonly type: string;
  body: Body;
  readonly #view: ThreadView;

  /** @internal */
  constructor(view: ThreadView, fields: EventFields, body: Body) {
    this.#view = view;
    this.id = fields.id;
    this.acsId = fields.acsId;
    this.cid = view.conversation.id;
    this.from = fields.from;
    this.timestamp = fields.timestamp;
    this.type = fields.type;
    this.body = body;
  }

  get conversation(): Conversation {
    return this.#view.conversation;
  }

  /** Who it is from, as pages of the later versions carried it. */
  get _embedded(): EmbeddedUser | undefined {
    const member = this.#view.members.at(this.from);
    return member && { from_user: { ...member.user, display_name: member.display_name } };
  }
}
