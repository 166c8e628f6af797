import { AsyncLane, reportUncaught } from '../core/index.js';
import { AddressMatch } from './address-match.js';
import type { ConversationNews } from './conversation-news.js';
import type { Destinations } from './destinations.js';
import { type NameSource, toEvent } from './to-message.js';
import type { ConversationEventParams, ConversationSubscribeCallback, ConversationSubscription } from './types.js';

/** Who is told what is written. */
export class Subscriptions {
  constructor(
    private readonly news: ConversationNews,
    private readonly destinations: Destinations,
    private readonly source: NameSource,
  ) {}

  /** Everything that happens in any conversation. */
  toAll(callback: ConversationSubscribeCallback): ConversationSubscription {
    return subscription(
      this.news.follow((news) => call(callback, toEvent(news, news.subtype, news.place, this.source))),
    );
  }

  /** What is written in one conversation, which need not exist yet. */
  toAddress(addressId: string, callback: ConversationSubscribeCallback): ConversationSubscription {
    const match = new AddressMatch(addressId, this.destinations);
    const lane = new AsyncLane();
    let isOver = false;
    const leave = this.news.follow((news) => {
      if (news.subtype !== 'chat') return;
      const deliver = (isWanted: boolean): void => {
        if (!isWanted || isOver || this.news.isClosed) return;
        // By the name that the app has for it, which may be another one than ours.
        call(callback, toEvent(news, news.subtype, { ...news.place, addressId }, this.source));
      };
      void lane.run(() => {
        const isWanted = match.matches(news);
        return isWanted instanceof Promise ? isWanted.then(deliver) : deliver(isWanted);
      });
    });
    return subscription(() => {
      isOver = true;
      leave();
    });
  }
}

/** Under both names: the documentation has the one, the package the other. */
const subscription = (leave: () => void): ConversationSubscription => ({ unsubscribe: leave, cancel: leave });

/** What a listener throws is its own matter. */
function call(callback: ConversationSubscribeCallback, event: ConversationEventParams): void {
  try {
    callback(event);
  } catch (error) {
    reportUncaught(error);
  }
}
