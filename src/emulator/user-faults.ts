import type { IdentityRegistry } from './auth/identity-registry.js';
import type { IssuedToken, TokenAuthority } from './auth/tokens.js';
import type { TimeSource } from './clock.js';
import type { FaultHandle, FaultRules } from './fault-rules.js';
import type { RealtimeChannel } from './realtime/index.js';

/** How the requests of a user who was cut off fail: the connection breaks, or they are answered with 503. */
export type CutMode = 'drop' | 'unavailable';

/** Trouble for one user, by kind. */
export interface UserFaultOptions {
  /** Takes the user's push connections and refuses everything until `restore`. */
  cut: { userId: string; mode?: CutMode };
  /** Ends `cut` and `refuseSends`. */
  restore: { userId: string };
  /** Answers the user's sends with `status`, 403 unless told, for ever or `times` times. */
  refuseSends: { userId: string; status?: number; times?: number };
  /**
   * Lets the user's tokens work for `inMs` more, 3 minutes unless told, by the emulator's clock; then the push
   * connections are cut. Resolves with a new token that itself ends at that time.
   */
  tokenAboutToExpire: { userId: string; inMs?: number };
  /** Ends the user's tokens now and cuts the push connections. Resolves with a token that is past its time. */
  tokenExpired: { userId: string };
}

/** A kind of trouble for one user. */
export type UserFaultKind = keyof UserFaultOptions;

/** What each kind resolves with. */
export interface UserFaultResults {
  cut: undefined;
  restore: undefined;
  refuseSends: undefined;
  tokenAboutToExpire: IssuedToken;
  tokenExpired: IssuedToken;
}

/** What {@link UserFaults} acts on. */
export interface UserFaultServices {
  identities: IdentityRegistry;
  tokens: TokenAuthority;
  clock: TimeSource;
  faultRules: FaultRules;
  realtime: RealtimeChannel;
}

const ABOUT_TO_EXPIRE_MS = 180_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const EVERYTHING_SCOPES = ['chat', 'voip'];

/** Cuts users off, refuses what they send, lets their tokens run out. */
export class UserFaults {
  readonly #services: UserFaultServices;
  readonly #cuts = new Map<string, CutMode>();
  readonly #refusals = new Map<string, FaultHandle[]>();
  /** Users whose tokens end at a time to come, with the timer that waits for it. */
  readonly #ending = new Map<string, { at: number; timer: NodeJS.Timeout }>();

  constructor(services: UserFaultServices) {
    this.#services = services;
  }

  /** How the user's requests fail at present, if they do. */
  cutModeOf(userId: string | undefined): CutMode | undefined {
    return userId === undefined ? undefined : this.#cuts.get(userId);
  }

  cut({ userId, mode = 'drop' }: UserFaultOptions['cut']): void {
    this.#cuts.set(userId, mode);
    this.#services.realtime.refuseConnections({ userId });
    this.#services.realtime.dropSockets({ userId });
  }

  restore({ userId }: UserFaultOptions['restore']): void {
    this.#cuts.delete(userId);
    for (const refusal of this.#refusals.get(userId) ?? []) refusal.remove();
    this.#refusals.delete(userId);
    this.#services.realtime.acceptConnections({ userId });
  }

  /** Restores everybody. */
  clear(): void {
    for (const userId of [...this.#cuts.keys(), ...this.#refusals.keys()]) this.restore({ userId });
  }

  refuseSends({ userId, status = 403, times = Infinity }: UserFaultOptions['refuseSends']): void {
    const rule = { kind: 'answer', status, times, userId, method: 'POST', path: /\/messages$/ } as const;
    this.#refusals.set(userId, [...(this.#refusals.get(userId) ?? []), this.#services.faultRules.add(rule)]);
  }

  tokenAboutToExpire({
    userId,
    inMs = ABOUT_TO_EXPIRE_MS,
  }: UserFaultOptions['tokenAboutToExpire']): Promise<IssuedToken> {
    const { identities, tokens, clock } = this.#services;
    const at = clock.now() + inMs;
    identities.endTokens(userId, at);
    clearTimeout(this.#ending.get(userId)?.timer);
    const timer = setTimeout(() => this.dropEnded(), Math.min(inMs, LONGEST_TIMER_MS)).unref();
    this.#ending.set(userId, { at, timer });
    return tokens.issue(userId, EVERYTHING_SCOPES, inMs);
  }

  /** Cuts the push connections of users whose tokens have ended meanwhile; the clock may have been moved. */
  dropEnded(): void {
    for (const [userId, { at, timer }] of this.#ending) {
      if (this.#services.clock.now() < at) continue;
      clearTimeout(timer);
      this.#ending.delete(userId);
      this.#services.realtime.dropSockets({ userId });
    }
  }

  /** Stops waiting for tokens to end. */
  stop(): void {
    for (const { timer } of this.#ending.values()) clearTimeout(timer);
    this.#ending.clear();
  }

  tokenExpired({ userId }: UserFaultOptions['tokenExpired']): Promise<IssuedToken> {
    const { identities, tokens, clock, realtime } = this.#services;
    identities.endTokens(userId, clock.now());
    realtime.dropSockets({ userId });
    return tokens.issue(userId, EVERYTHING_SCOPES, -1000);
  }
}
