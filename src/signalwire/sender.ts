import {
  AsyncLane,
  encodeRichMessage,
  type Json,
  type MessageDraft,
  type MessageId,
  nonceOf,
  type Thread,
} from '../core/index.js';
import type { ChatLink } from './chat-link.js';
import type { Destinations } from './destinations.js';
import type { JSONObject } from './types.js';

/** What is sent comes back as an event, by push usually at once. */
const ECHO_MS = 10_000;

export interface OutgoingContent {
  readonly text: string;
  readonly metadata: JSONObject | undefined;
  readonly details: JSONObject | undefined;
}

/** Sends messages, in the order in which the app sends them to each address, also while that is being looked up or created. */
export class Sender {
  readonly #lanes = new Map<string, AsyncLane>();
  /** By the mark inside the message: who waits for its id. */
  readonly #waiting = new Map<string, (id: MessageId | undefined) => void>();

  constructor(
    private readonly link: ChatLink,
    private readonly destinations: Destinations,
  ) {
    const { session } = link;
    session.events.on('messageAdded', ({ entry: { record } }) => {
      if (record.senderId === session.userId) this.#waiting.get(nonceOf(record) ?? '')?.(record.id);
    });
  }

  /** @returns its id, once it has come back @throws ChatError: no such message exists then; `AmbiguousSendError` */
  async send(addressId: string, content: OutgoingContent): Promise<MessageId | undefined> {
    // In an object: the lane must not wait until the message is sent, only until it has its turn in the thread.
    const { sent } = await this.#laneOf(addressId).run(async () => {
      const thread = await this.destinations.open(addressId);
      return { sent: this.#post(thread, content) };
    });
    return sent;
  }

  /** Nobody waits for what does not come any more. */
  close(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
  }

  async #post(thread: Thread, { text, metadata, details }: OutgoingContent): Promise<MessageId | undefined> {
    let mark = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    let resolve: (id: MessageId | undefined) => void = () => undefined;
    const echo = new Promise<MessageId | undefined>((settle) => (resolve = settle));
    const encode = (nonce: string): MessageDraft => {
      mark = nonce;
      this.#waiting.set(nonce, resolve);
      const content = { text, subject: null, attributes: (metadata ?? {}) as Json, media: [], parts: [] };
      const draft = encodeRichMessage({ ...content, details: details as Json | undefined }, nonce);
      return { ...draft, senderDisplayName: this.link.ownName };
    };
    try {
      await this.link.session.send(thread, encode);
      timer = setTimeout(resolve, ECHO_MS, undefined);
      return await echo;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(mark);
    }
  }

  #laneOf(addressId: string): AsyncLane {
    const lane = this.#lanes.get(addressId) ?? new AsyncLane();
    this.#lanes.set(addressId, lane);
    return lane;
  }
}
