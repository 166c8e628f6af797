import { createLogger, StandingLink } from '../connect/index.js';
import { fieldsOf, textOf } from '../core/index.js';
import { invalid } from './arguments.js';
import { createClient, type SignalWireClient } from './client.js';
import { toSignalWireError } from './errors.js';
import { glue } from './glue.js';
import type { SignalWireParams } from './types.js';

/** The one client of the page, or the attempt to make it. */
let current: Promise<SignalWireClient> | undefined;

/**
 * Connects, and gives the client once that is done. There is one: until it is disconnected, or could not be made, every call
 * gives the same promise, whatever it passes.
 *
 * @throws AuthError when the token is refused; ChatError `invalid-argument` naming what is missing or wrong, `unavailable`, …
 */
export function SignalWire(params: SignalWireParams): Promise<SignalWireClient> {
  if (current) return current;
  const release = (): void => {
    if (current === starting) current = undefined;
  };
  const starting = start(params, release);
  current = starting;
  starting.catch(release);
  return starting;
}

async function start(params: SignalWireParams, release: () => void): Promise<SignalWireClient> {
  const { token, azure, logLevel, onRefreshToken } = readParams(params);
  const options = glue.resolve(azure);
  const logger = options.logger ?? createLogger(logLevel);
  const canRefresh = options.tokenRefresher !== undefined || options.exchangeToken !== undefined;
  let link: StandingLink | undefined;
  try {
    link = await StandingLink.create(token, options, logger, {
      handleTokenAboutToExpire: () => void onRefreshToken?.(),
      handleUnauthorized: () => {
        // Where a refresher is set, it is asked already.
        if (!canRefresh) onRefreshToken?.();
      },
    });
    await link.start();
    // Whoever subscribes from now on is told whatever is written from now on.
    await link.untilAnnounced();
    return createClient(link, options, logger, release);
  } catch (error) {
    await link?.stop();
    throw toSignalWireError(error);
  }
}

function readParams(params: unknown): SignalWireParams {
  const { token, onRefreshToken, azure } = fieldsOf(params);
  if (textOf(token) === '') throw invalid('connect', '`token` must be a text that is not empty');
  if (onRefreshToken !== undefined && typeof onRefreshToken !== 'function')
    throw invalid('connect', '`onRefreshToken` must be a function');
  if (azure !== undefined && (typeof azure !== 'object' || azure === null || Array.isArray(azure)))
    throw invalid('connect', '`azure` must be an object such as { endpoint: "https://…" }');
  return params as SignalWireParams;
}
