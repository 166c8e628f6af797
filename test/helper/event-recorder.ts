import { Client, Conversation, Message, Participant, User } from '../../src/index.js';
import type { AnyEmitter, Emitter } from './next-event.js';

export const CLIENT_EVENTS = [
  'conversationAdded',
  'conversationJoined',
  'conversationLeft',
  'conversationRemoved',
  'conversationUpdated',
  'participantJoined',
  'participantLeft',
  'participantUpdated',
  'messageAdded',
  'messageRemoved',
  'messageUpdated',
  'tokenAboutToExpire',
  'tokenExpired',
  'typingEnded',
  'typingStarted',
  'pushNotification',
  'userSubscribed',
  'userUnsubscribed',
  'userUpdated',
  'stateChanged',
  'initialized',
  'initFailed',
  'connectionStateChanged',
  'connectionError',
] as const;

const CONVERSATION_EVENTS = [
  'participantJoined',
  'participantLeft',
  'participantUpdated',
  'messageAdded',
  'messageRemoved',
  'messageUpdated',
  'typingEnded',
  'typingStarted',
  'updated',
  'removed',
] as const;
const PARTICIPANT_EVENTS = ['typingStarted', 'typingEnded', 'updated'] as const;
const USER_EVENTS = ['updated', 'userSubscribed', 'userUnsubscribed'] as const;

export interface RecordedEvent {
  /** As `conversation messageAdded hello`. */
  readonly line: string;
  readonly payload: unknown;
}

/** Writes down what emitters of all levels tell, in the order in which the listeners ran. */
export class EventRecorder {
  readonly entries: RecordedEvent[] = [];

  get lines(): string[] {
    return this.entries.map(({ line }) => line);
  }

  /** The lines with this word in them. */
  about(word: string): string[] {
    return this.lines.filter((line) => line.split(' ').includes(word));
  }

  /** Follows everything that an object emits, under the name of its class or the given one. */
  follow(emitter: Emitter, name = nameOf(emitter)): this {
    for (const event of eventsOf(emitter)) {
      (emitter as unknown as AnyEmitter).on(event, (payload) => {
        this.entries.push({ line: [name, event, ...describe(payload)].join(' '), payload });
      });
    }
    return this;
  }

  clear(): void {
    this.entries.length = 0;
  }
}

/** Follows one or more objects. */
export function record(...emitters: Emitter[]): EventRecorder {
  const recorder = new EventRecorder();
  for (const emitter of emitters) recorder.follow(emitter);
  return recorder;
}

function nameOf(emitter: object): string {
  if (emitter instanceof Client) return 'client';
  if (emitter instanceof Conversation) return 'conversation';
  if (emitter instanceof Message) return 'message';
  return emitter instanceof Participant ? 'participant' : 'user';
}

function eventsOf(emitter: object): readonly string[] {
  if (emitter instanceof Client) return CLIENT_EVENTS;
  if (emitter instanceof Conversation) return CONVERSATION_EVENTS;
  if (emitter instanceof Participant) return PARTICIPANT_EVENTS;
  return emitter instanceof Message ? ['updated'] : USER_EVENTS;
}

function describe(payload: unknown): string[] {
  if (payload === undefined) return [];
  if (typeof payload === 'string') return [payload];
  if (payload instanceof Conversation) return [payload.friendlyName ?? '-'];
  if (payload instanceof Message) return [payload.body ?? '-'];
  if (payload instanceof Participant || payload instanceof User) return [payload.identity ?? '-'];
  if (typeof payload !== 'object' || payload === null) return [typeof payload];
  const { updateReasons, error, ...rest } = payload as Record<string, unknown>;
  if (Array.isArray(updateReasons)) return [...Object.values(rest).flatMap(describe), updateReasons.join(',')];
  const problem = (error ?? rest) as Record<string, unknown>;
  return 'terminal' in problem ? [JSON.stringify(problem)] : [];
}
