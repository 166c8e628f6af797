import type { ReplayEventEmitter } from '../../src/twilio/replay-event-emitter.js';

/** Generous: two cores may be shared with other test files. */
export const PATIENCE = { timeout: 15_000, interval: 20 };

type PayloadOf<Listener> = Listener extends (payload: infer Payload) => unknown ? Payload : undefined;

/**
 * The payload of the next such event that is accepted. Call it before what causes the event.
 *
 * @throws Error when none comes in time.
 */
export function nextEvent<Events extends object, K extends keyof Events>(
  emitter: ReplayEventEmitter<Events>,
  event: K,
  isAccepted: (payload: PayloadOf<Events[K]>) => boolean = () => true,
): Promise<PayloadOf<Events[K]>> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      emitter.off(event, listener as Events[K]);
      settle();
    };
    const listener = (payload: PayloadOf<Events[K]>): void => {
      if (isAccepted(payload)) finish(() => resolve(payload));
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`no ${String(event)} within ${PATIENCE.timeout} ms`))),
      PATIENCE.timeout,
    );
    emitter.on(event, listener as Events[K]);
  });
}
