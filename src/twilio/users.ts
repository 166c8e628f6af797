import type { Unsupported } from './unsupported.js';
import { User, type UserKeeper } from './user.js';

/** Twilio's service default. */
const DEFAULT_CAPACITY = 100;
const EVERYTHING = ['friendlyName', 'attributes', 'reachabilityOnline', 'reachabilityNotifiable'] as const;

/**
 * The users that a client follows: its own, and as many others as fit, the oldest giving way. One object per identity
 * while it is followed.
 */
export class Users implements UserKeeper {
  readonly own: User;
  readonly #others = new Map<string, User>();

  /** @param announce tells the client's listeners */
  constructor(
    private readonly announce: (event: 'userSubscribed' | 'userUnsubscribed', user: User) => void,
    readonly unsupported: Unsupported,
    private readonly capacity = DEFAULT_CAPACITY,
  ) {
    this.own = new User('', () => this);
  }

  #isOwnSubscribed = false;

  /** One's own user first, then the others in the order in which they were first asked for. */
  get subscribed(): User[] {
    return [...(this.#isOwnSubscribed ? [this.own] : []), ...this.#others.values()];
  }

  isSubscribed(user: User): boolean {
    return user === this.own ? this.#isOwnSubscribed : this.#others.get(user.identity) === user;
  }

  /** Who one is, is known now. The original tells it to listeners of the user alone, with every reason there is. */
  startOwn(identity: string): void {
    const { own } = this;
    own.identity = identity;
    own.deliver('updated', { user: own, updateReasons: [...EVERYTHING] });
    this.#subscribeOwn();
  }

  get(identity: string): User {
    if (identity === this.own.identity) return this.own;
    const known = this.#others.get(identity);
    if (known) return known;
    const user = new User(identity, () => this);
    const oldest = this.#others.size >= this.capacity ? this.#others.values().next().value : undefined;
    if (oldest) this.unsubscribe(oldest);
    this.#others.set(identity, user);
    this.#tell('userSubscribed', user);
    return user;
  }

  unsubscribe(user: User): void {
    if (!this.isSubscribed(user)) return;
    if (user === this.own) {
      this.#isOwnSubscribed = false;
      this.#tell('userUnsubscribed', user);
      this.#subscribeOwn();
      return;
    }
    this.#others.delete(user.identity);
    this.#tell('userUnsubscribed', user);
  }

  #subscribeOwn(): void {
    this.#isOwnSubscribed = true;
    this.#tell('userSubscribed', this.own);
  }

  #tell(event: 'userSubscribed' | 'userUnsubscribed', user: User): void {
    // The original attaches its own relay late: whoever listens to the user itself hears it first.
    user.deliver(event, user);
    this.announce(event, user);
  }
}
