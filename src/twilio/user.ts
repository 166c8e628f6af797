import { RULES } from './argument-rules.js';
import type { UserEvents } from './events.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';
import type { JSONValue } from './types.js';
import { notSupported, type Unsupported, type UnsupportedMember } from './unsupported.js';
import { checkArguments } from './validation.js';
import { privateView } from './private-view.js';

/** What a user needs from the list it is kept in. @internal */
export interface UserKeeper {
  isSubscribed(user: User): boolean;
  unsubscribe(user: User): void;
  readonly unsupported: Unsupported;
}

/**
 * Somebody, by name. ACS keeps no profiles: the friendly name is what ACS shows for them in a conversation, if anything,
 * and the attributes stay empty until the companion service holds them.
 */
export class User extends ReplayEventEmitter<UserEvents> {
  readonly updated = 'updated';
  readonly userSubscribed = 'userSubscribed';
  readonly userUnsubscribed = 'userUnsubscribed';
  private name: string;
  private readonly keeper: (() => UserKeeper) | undefined;
  private readonly noAttributes: JSONValue = {};
  private displayName: string | null = null;

  /** @internal */
  constructor(identity: string, keeper?: () => UserKeeper);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(identity: string, keeper?: () => UserKeeper) {
    super();
    this.name = identity;
    this.keeper = keeper;
    this.setMaxListeners(0);
  }

  get identity(): string {
    return this.name;
  }

  set identity(identity: string) {
    this.name = identity;
  }

  /** Taken without effect: the original names a document of its transport by it. */
  set entityName(_name: string) {
    // There is no such document here.
  }

  get attributes(): JSONValue {
    return this.noAttributes;
  }

  get friendlyName(): string | null {
    return this.displayName;
  }

  /** @internal */
  rename(displayName: string): void {
    this.displayName = displayName;
  }

  /** `null`: ACS tells nobody who is connected, as Twilio does not when reachability is switched off. */
  get isOnline(): boolean | null {
    return null;
  }

  get isNotifiable(): boolean | null {
    return null;
  }

  get isSubscribed(): boolean {
    return this.keeper?.().isSubscribed(this) ?? false;
  }

  /** What public code reads of the original's private state, read-only; `user['state']` compiles. */
  private get state(): Readonly<Record<string, unknown>> {
    return privateView(this, 'identity friendlyName attributes', { entityName: null, online: null, notifiable: null });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a failed check must reject, not throw
  async updateAttributes(_attributes: JSONValue): Promise<User> {
    checkArguments(arguments, ...RULES.User.updateAttributes);
    this.assertSubscribed();
    return this.refuse('User.updateAttributes');
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a failed check must reject, not throw
  async updateFriendlyName(_friendlyName: string): Promise<User> {
    checkArguments(arguments, ...RULES.User.updateFriendlyName);
    this.assertSubscribed();
    return this.refuse('User.updateFriendlyName');
  }

  private refuse(member: UnsupportedMember): this {
    if (!this.keeper) throw notSupported(member);
    return this.keeper().unsupported.refuse(member, this);
  }

  private assertSubscribed(): void {
    if (!this.isSubscribed) throw new Error("Can't modify unsubscribed object");
  }

  /** Stops following the user. One's own user is followed again at once. */
  unsubscribe(): Promise<void> {
    this.keeper?.().unsubscribe(this);
    return Promise.resolve();
  }
}
