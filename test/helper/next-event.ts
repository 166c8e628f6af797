import type { Client, Conversation, Message, Participant, User } from '../../src/index.js';
import type {
  ClientEvents,
  ConversationEvents,
  MessageEvents,
  ParticipantEvents,
  UserEvents,
} from '../../src/twilio/events.js';

/** Generous: two cores may be shared with other test files. */
export const PATIENCE = { timeout: 15_000, interval: 20 };

export type Emitter = Client | Conversation | Message | Participant | User;
type EventsOf<E> = E extends Client
  ? ClientEvents
  : E extends Conversation
    ? ConversationEvents
    : E extends Message
      ? MessageEvents
      : E extends Participant
        ? ParticipantEvents
        : UserEvents;
type PayloadOf<Listener> = Listener extends (payload: infer Payload) => unknown ? Payload : undefined;

/** Any of them, with events that nobody has checked. */
export interface AnyEmitter {
  on(event: string, listener: (payload: unknown) => void): unknown;
  off(event: string, listener: (payload: unknown) => void): unknown;
}

/**
 * The payload of the next such event that is accepted. Call it before what causes the event.
 *
 * @throws Error when none comes in time.
 */
export function nextEvent<E extends Emitter, K extends keyof EventsOf<E> & string>(
  emitter: E,
  event: K,
  isAccepted: (payload: PayloadOf<EventsOf<E>[K]>) => boolean = () => true,
): Promise<PayloadOf<EventsOf<E>[K]>> {
  const source = emitter as unknown as AnyEmitter;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      source.off(event, listener);
      settle();
    };
    const listener = (payload: unknown): void => {
      const typed = payload as PayloadOf<EventsOf<E>[K]>;
      if (isAccepted(typed)) finish(() => resolve(typed));
    };
    const noEvent = new Error(`no ${event} within ${PATIENCE.timeout} ms`);
    const timer = setTimeout(() => finish(() => reject(noEvent)), PATIENCE.timeout);
    source.on(event, listener);
  });
}
