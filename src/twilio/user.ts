import { toJson } from '../core/index.js';
import { RULES } from './argument-rules.js';
import type { UserEvents } from './events.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';
import type { JSONValue } from './types.js';
import { notSupported, type UnsupportedMember } from './unsupported.js';
import { checkArguments } from './validation.js';
import { privateView } from './private-view.js';

/** What a user needs from the list it is kept in. @internal */
export interface UserKeeper {
  isSubscribed(user: User): boolean;
  unsubscribe(user: User): void;
  /** @param member named where it cannot be done */
  change(user: User, member: UnsupportedMember, patch: UserChange): Promise<User>;
}

interface UserChange {
  readonly friendlyName?: string | null;
  readonly attributes?: JSONValue;
}

/**
 * Somebody, by name. ACS keeps no profiles, the companion does. Without it the friendly name is what ACS shows for them in
 * a conversation, if anything, and the attributes stay empty.
 */
export class User extends ReplayEventEmitter<UserEvents> {
  readonly updated = 'updated';
  readonly userSubscribed = 'userSubscribed';
  readonly userUnsubscribed = 'userUnsubscribed';
  private name: string;
  private readonly keeper: (() => UserKeeper) | undefined;
  private attributeValue: JSONValue = {};
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
    return this.attributeValue;
  }

  get friendlyName(): string | null {
    return this.displayName;
  }

  /** @internal */
  take({ friendlyName, attributes }: UserChange): void {
    if (friendlyName !== undefined) this.displayName = friendlyName;
    if (attributes !== undefined) this.attributeValue = attributes;
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

  /** Replaces all attributes. @throws NotSupportedError without a companion */
  async updateAttributes(attributes: JSONValue): Promise<User> {
    checkArguments(arguments, ...RULES.User.updateAttributes);
    return this.change('User.updateAttributes', { attributes: toJson(attributes) });
  }

  /** @throws NotSupportedError without a companion */
  async updateFriendlyName(friendlyName: string): Promise<User> {
    checkArguments(arguments, ...RULES.User.updateFriendlyName);
    return this.change('User.updateFriendlyName', { friendlyName });
  }

  private async change(member: UnsupportedMember, patch: UserChange): Promise<User> {
    this.assertSubscribed();
    if (!this.keeper) throw notSupported(member);
    return this.keeper().change(this, member, patch);
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
