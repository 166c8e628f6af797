import { createHash } from 'node:crypto';
import { normalizeBehaviour, type Behaviour } from './behaviour.js';
import type { TimeSource } from './clock.js';
import { looseLimits, serviceLimits, type Limits } from './limits.js';

/** How to start the emulator. */
export interface EmulatorOptions {
  /** The port to listen on. Default 0: any free one. */
  port?: number;
  /** The address to listen on. Default `'127.0.0.1'`. */
  host?: string;
  /**
   * Default `true`: everything the service is documented or known to refuse is refused. `false` switches off the rate
   * budgets, the limits of size and number, and the token scopes. Shapes, authentication, membership and ownership
   * are always checked.
   */
  strict?: boolean;
  /** `false` switches off the rate budgets only. Default: as `strict`. */
  rateLimits?: boolean;
  /** Where the time comes from. Default: the wall clock. */
  clock?: TimeSource;
  /** A file that holds the state: read at start if it exists, written after changes and on stop. */
  snapshot?: string;
  /** The key of the connection string, base64. Default: a fixed one, so that the connection string stays the same. */
  accessKey?: string;
  /** Seeds the choices of faults with a probability. Default 1. */
  seed?: number;
  /** What nobody could verify about the service. */
  behaviour?: Partial<Behaviour>;
}

/** {@link EmulatorOptions} with every default filled in. */
export interface CompleteOptions {
  port: number;
  host: string;
  isStrict: boolean;
  hasRateLimits: boolean;
  time: TimeSource;
  snapshot: string | undefined;
  accessKey: string;
  seed: number;
  limits: Limits;
  behaviour: Behaviour;
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError when an option cannot be used.
 */
export function normalizeEmulatorOptions(options: EmulatorOptions = {}): CompleteOptions {
  const { port = 0, host = '127.0.0.1', strict: isStrict = true, seed = 1, accessKey = developmentKey() } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError('unable to start the emulator; port must be a whole number from 0 to 65535');
  }
  if (Buffer.from(accessKey, 'base64').length === 0) {
    throw new RangeError('unable to start the emulator; accessKey must be base64');
  }
  return {
    port,
    host,
    isStrict,
    hasRateLimits: options.rateLimits ?? isStrict,
    time: options.clock ?? Date,
    snapshot: options.snapshot,
    accessKey,
    seed,
    limits: isStrict ? serviceLimits : looseLimits,
    behaviour: normalizeBehaviour(options.behaviour),
  };
}

/** The same on every machine: it guards nothing but made-up data. */
function developmentKey(): string {
  return createHash('sha256').update('rethread emulator').digest('base64');
}
