import { ChatError, type Logger } from '../core/index.js';
import { AddressBook } from './address-book.js';
import type { ChatLink } from './chat-link.js';
import { ConversationNews } from './conversation-news.js';
import { Destinations } from './destinations.js';
import { DisplayNames } from './display-names.js';
import type { SignalWireOptions } from './glue.js';
import { History } from './history.js';
import { Places } from './places.js';
import { Sender } from './sender.js';
import { Subscriptions } from './subscriptions.js';

/** What the methods of one client work with. */
export class ChatServices {
  readonly destinations: Destinations;
  readonly names: DisplayNames;
  readonly places: Places;
  readonly history: History;
  readonly sender: Sender;
  readonly subscriptions: Subscriptions;
  readonly book: AddressBook;
  readonly #news: ConversationNews;
  /** What rejects the requests that are under way. */
  readonly #underWay = new Set<(reason: ChatError) => void>();

  constructor(
    readonly link: ChatLink,
    options: SignalWireOptions,
    logger: Logger,
  ) {
    const { session } = link;
    this.destinations = new Destinations(link);
    this.names = new DisplayNames(session, link.ownName);
    this.places = new Places(link, this.destinations, this.names);
    this.history = new History(link, this.destinations, this.places, this.names);
    this.sender = new Sender(link, this.destinations);
    this.#news = new ConversationNews(session, this.places, this.names);
    this.subscriptions = new Subscriptions(this.#news, this.destinations, { session, names: this.names });
    this.book = new AddressBook(link, options, this.destinations, this.places, this.names, logger);
  }

  /** @throws ChatError `closed` after {@link close} */
  assertOpen(): void {
    if (this.#news.isClosed) throw closedError();
  }

  /** Runs a request, which fails at the latest when the client is disconnected. @throws ChatError `closed` after that */
  async whileOpen<T>(request: () => Promise<T>): Promise<T> {
    this.assertOpen();
    return new Promise<T>((resolve, reject) => {
      this.#underWay.add(reject);
      void request()
        .then(resolve, reject)
        .finally(() => this.#underWay.delete(reject));
    });
  }

  /** Nothing is told any more. */
  close(): void {
    this.#news.close();
    this.sender.close();
  }

  /** Once the session has ended: whoever still waits has waited for nothing. */
  abandonRequests(): void {
    for (const reject of this.#underWay) reject(closedError());
  }
}

const closedError = (): ChatError =>
  new ChatError('closed', 'unable to use the client; it was disconnected. Make another one with SignalWire()');
