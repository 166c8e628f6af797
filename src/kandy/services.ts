import { fieldsOf, type Logger, textOf } from '../core/index.js';
import type { Announcement } from './announcements.js';
import { badInput, type BasicError, CODES, toBasicError } from './basic-error.js';
import type { ClientCore } from './client-core.js';

/** Names of services, or services with parameters, which have no meaning here. */
export type ServiceNames = string | readonly (string | { readonly service: string; readonly params?: unknown })[];
/** How notices come. There is one way here. */
export type ChannelType = 'websocket' | { readonly type?: 'websocket' };

export interface Subscriptions {
  readonly subscribed: string[];
  readonly available: string[];
  /** Whether a change is under way. */
  readonly isPending: boolean;
}

const CHAT = 'chat';

/** `client.services`: whether this client hears what others do. */
export class Services {
  readonly #core: ClientCore;
  readonly #logger: Logger;

  /** @internal */
  constructor(core: ClientCore, logger: Logger) {
    this.#core = core;
    this.#logger = logger;
  }

  getSubscriptions(): Subscriptions {
    const { isSubscribed, isPending } = this.#core.subscription;
    return { subscribed: isSubscribed ? [CHAT] : [], available: [CHAT], isPending };
  }

  /**
   * Begins to hear what others do. `subscription:change` tells of the beginning and of the end; `subscription:error` when it
   * fails, and nothing is subscribed then.
   */
  subscribe(services: ServiceNames, options?: ChannelType): void {
    if (!this.#accepts('subscribe', services, options)) return;
    if (!this.#core.connection.hasToken)
      return this.#fail(badInput('unable to subscribe; there is no access token. Call setTokens first'));
    this.#change(true, CODES.subscribe, async () => {
      const { link } = await this.#core.connection.connect();
      // Subscribed means: whatever is said from now on is told.
      await link.untilAnnounced();
    });
  }

  /** Hears nothing any more. Told as {@link subscribe} is. */
  unsubscribe(services: ServiceNames, options?: ChannelType): void {
    if (!this.#accepts('unsubscribe', services, options)) return;
    this.#change(false, CODES.unsubscribe, () => this.#core.connection.pause());
  }

  /** Does nothing, as in the original: a lost connection comes back by itself. */
  resubscribe(): void {
    return undefined;
  }

  #accepts(operation: 'subscribe' | 'unsubscribe', services: unknown, options: unknown): boolean {
    const channel = typeof options === 'object' ? fieldsOf(options)['type'] : options;
    const reason =
      channel === undefined || channel === 'websocket'
        ? this.#reasonAgainst(operation, services)
        : "the channel must be 'websocket'";
    if (reason !== undefined)
      this.#fail(badInput(`Failed to ${operation}: No valid services provided. Reason: ${reason}.`));
    return reason === undefined;
  }

  /** @returns why nothing can be done; `undefined` when something can */
  #reasonAgainst(operation: 'subscribe' | 'unsubscribe', services: unknown): string | undefined {
    const names = [services].flat().map((one) => textOf(one) || textOf(fieldsOf(one)['service']));
    const others = names.filter((name) => name !== CHAT && name !== '');
    if (!names.includes(CHAT)) return `${listed(others)} not available; the one service here is chat`;
    if (this.#core.subscription.isPending) return 'a change is under way; wait for subscription:change';
    if (this.#core.subscription.isSubscribed === (operation === 'subscribe'))
      return operation === 'subscribe' ? 'chat is subscribed already' : 'chat is not subscribed';
    if (others.length > 0) this.#logger.warn(`unable to ${operation} to ${listed(others)} not available; chat is`);
    return undefined;
  }

  #change(isSubscribed: boolean, code: string, action: () => Promise<unknown>): void {
    const { events, subscription } = this.#core;
    subscription.isPending = true;
    events.emit('subscription:change', {});
    // Of a user who has been replaced meanwhile, nothing is told.
    const end = (change: boolean, ...rest: Announcement[]): void =>
      events.post(() => {
        if (this.#core.subscription !== subscription) return [];
        subscription.isPending = false;
        if (change) subscription.isSubscribed = isSubscribed;
        return [['subscription:change', {}], ...rest];
      });
    action().then(
      () => end(true),
      (error: unknown) => end(false, ['subscription:error', { error: toBasicError(error, code) }]),
    );
  }

  #fail(error: BasicError): void {
    this.#core.events.emit('subscription:error', { error });
  }
}

const listed = (names: readonly string[]): string =>
  names.length === 0
    ? 'nothing was named, and nothing else is'
    : `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'}`;
