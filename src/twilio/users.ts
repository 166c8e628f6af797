import type { JSONValue, UserUpdatedEventArgs, UserUpdateReason } from './types.js';
import { isSameJson, type Profile, type ProfileStore, type UserId } from '../core/index.js';
import { asTwilio } from './errors.js';
import type { ClientEvents } from './events.js';
import type { ReplayEventEmitter } from './replay-event-emitter.js';
import type { Unsupported, UnsupportedMember } from './unsupported.js';
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
  /** What a companion keeps about users. Without one, what ACS shows for them is all that is known. */
  profiles: ProfileStore | undefined;
  readonly #others = new Map<string, User>();
  /** What ACS shows for them, as it was seen last; by identity. */
  readonly #names = new Map<string, string>();

  constructor(
    private readonly client: ReplayEventEmitter<ClientEvents>,
    readonly unsupported: Unsupported,
    private readonly capacity = DEFAULT_CAPACITY,
  ) {
    this.own = new User('', () => this);
  }

  #isOwnSubscribed = false;
  /** The token says what to call this client's user: that counts. */
  #hasOwnName = false;

  /** One's own user first, then the others in the order in which they were first asked for. */
  get subscribed(): User[] {
    return [...(this.#isOwnSubscribed ? [this.own] : []), ...this.#others.values()];
  }

  isSubscribed(user: User): boolean {
    return user === this.own ? this.#isOwnSubscribed : this.#others.get(user.identity) === user;
  }

  /** Who one is, is known now. The original tells it to listeners of the user alone, with every reason there is. */
  startOwn(identity: string, displayName = '', profile?: Profile): void {
    const { own } = this;
    own.identity = identity;
    own.deliver('updated', { user: own, updateReasons: [...EVERYTHING] });
    if (profile) this.take(profile);
    else this.name(identity, displayName);
    this.#hasOwnName = displayName !== '';
    this.#subscribeOwn();
  }

  /** What to call somebody, by default oneself, in what is written to ACS; `undefined`: nothing better than the id there. */
  displayNameOf(userId: UserId, identity = this.own.identity): string | undefined {
    return this.#names.get(identity) ?? (identity === userId ? undefined : identity);
  }

  /** ACS shows a name for somebody. The identity itself, which is what this library gives ACS, is none. */
  name(identity: string, displayName: string): void {
    const isOwn = identity === this.own.identity;
    if (displayName === '' || displayName === identity || (isOwn && this.#hasOwnName)) return;
    if (this.#names.get(identity) === displayName) return;
    this.#names.set(identity, displayName);
    const user = this.#find(identity);
    // Whoever has a profile is called what that says.
    if (user && !this.profiles) this.#update(user, displayName, user.attributes);
  }

  /** Somebody, with their profile where there are profiles. */
  async load(identity: string): Promise<User> {
    const profile = this.#find(identity) ? undefined : await asTwilio(this.profiles?.get(identity));
    return this.#get(identity, profile);
  }

  /** @throws NotSupportedError without profiles; in Twilio's shape what the companion refuses */
  async change(user: User, member: UnsupportedMember, patch: Partial<Profile>): Promise<User> {
    if (!this.profiles) return this.unsupported.refuse(member, user);
    this.take(await asTwilio(this.profiles.update(user.identity, patch)));
    return user;
  }

  /** A profile is known, or has changed. */
  take({ identity, friendlyName, attributes }: Profile): void {
    if (friendlyName === null) this.#names.delete(identity);
    else this.#names.set(identity, friendlyName);
    const user = this.#find(identity);
    if (user) this.#update(user, friendlyName, attributes);
  }

  #find(identity: string): User | undefined {
    return identity === this.own.identity ? this.own : this.#others.get(identity);
  }

  #get(identity: string, profile: Profile | undefined): User {
    const known = this.#find(identity);
    if (known) return known;
    const user = new User(identity, () => this);
    const oldest = this.#others.size >= this.capacity ? this.#others.values().next().value : undefined;
    if (oldest) this.unsubscribe(oldest);
    this.#others.set(identity, user);
    const name = this.#names.get(identity);
    if (profile) this.take(profile);
    else if (name !== undefined) this.#update(user, name, user.attributes);
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

  /** One event for each property that is different, as the original has it when a user is loaded. */
  #update(user: User, friendlyName: string | null, attributes: JSONValue): void {
    const reasons: UserUpdateReason[] = [];
    if (friendlyName !== user.friendlyName) reasons.push('friendlyName');
    if (!isSameJson(attributes, user.attributes)) reasons.push('attributes');
    for (const reason of reasons) {
      user.take(reason === 'friendlyName' ? { friendlyName } : { attributes });
      const payload: UserUpdatedEventArgs = { user, updateReasons: [reason] };
      this.client.deliver('userUpdated', payload);
      user.deliver('updated', payload);
    }
  }

  #tell(event: 'userSubscribed' | 'userUnsubscribed', user: User): void {
    // The original attaches its own relay late: whoever listens to the user itself hears it first.
    user.deliver(event, user);
    this.client.deliver(event, user);
  }
}
