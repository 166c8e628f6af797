import type { IdentityRegistry } from './auth/identity-registry.js';
import type { TokenAuthority } from './auth/tokens.js';
import type { AdjustableClock } from './clock.js';
import type { FaultRules } from './fault-rules.js';
import type { Faults } from './faults.js';
import type { CompleteOptions } from './options.js';
import type { RateLimiter } from './rate-limiter.js';
import type { RealtimeChannel } from './realtime/index.js';
import type { WritableRequestLog } from './request-log.js';
import type { ChatStore } from './store/chat-store.js';
import type { UserFaults } from './user-faults.js';

/** The parts of a running emulator, as its routes see them. */
export interface EmulatorServices {
  options: CompleteOptions;
  clock: AdjustableClock;
  identities: IdentityRegistry;
  tokens: TokenAuthority;
  store: ChatStore;
  limiter: RateLimiter;
  log: WritableRequestLog;
  faultRules: FaultRules;
  faults: Faults;
  userFaults: UserFaults;
  realtime: RealtimeChannel;
  /** Fires when the emulator stops. */
  stopping: AbortSignal;
}
