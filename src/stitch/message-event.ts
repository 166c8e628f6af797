import { NexmoClientError } from './errors.js';
import { type EventFields, NXMEvent } from './nxm-event.js';
import type { ThreadView } from './thread-view.js';

/** The id of a member → when, as an ISO text. */
export interface EventState {
  seen_by: Record<string, string>;
  /** Stays empty: the service does not tell what has arrived. */
  delivered_to: Record<string, string>;
}

/** What every body has. */
export interface MessageBody {
  /** When it was sent; once it is deleted, when that was. */
  timestamp: string | { deleted: string };
}

/** An event that somebody wrote: it can be seen and deleted. */
export class MessageEvent<Body extends MessageBody = MessageBody> extends NXMEvent<Body> {
  declare readonly id: number;
  declare readonly acsId: string;
  readonly state: EventState = { seen_by: {}, delivered_to: {} };
  readonly #view: ThreadView;
  #isSeenByApp = false;

  /** @internal */
  constructor(view: ThreadView, fields: EventFields & { readonly acsId: string }, body: Body) {
    super(view, fields, body);
    this.#view = view;
  }

  /**
   * Tells the others that the user has read up to this event. Rejects with `error:seen:own-message` for one's own, and
   * with `error:already-seen` the second time. An event before one that was seen counts as seen, and may be named once.
   */
  async seen(): Promise<string> {
    if (this.from === this.#view.own.id)
      throw new NexmoClientError('error:seen:own-message', 'unable to mark the event as seen; it is your own');
    if (this.#isSeenByApp || this.#view.receipts.isExactlyRead(this))
      throw new NexmoClientError('error:already-seen', 'unable to mark the event as seen; it is already');
    this.#isSeenByApp = true;
    try {
      await this.#view.markRead(this);
    } catch (error) {
      this.#isSeenByApp = false;
      throw error;
    }
    return `${this.type}:seen:success`;
  }

  /** Resolves and does nothing: Azure's chat has no receipts of delivery. */
  delivered(): Promise<string> {
    return Promise.resolve(`${this.type}:delivered:success`);
  }

  /** Deletes the event for everybody. Rejects with a `NexmoApiError` when the service refuses. */
  del(): Promise<void> {
    return this.#view.deleteEvent(this);
  }
}
