import type { EmulatorServices } from './emulator-services.js';
import { readFields, readOptionalArray, readOptionalStrings, readString, wrong, type Fields } from './http/fields.js';
import type { RawId } from './events.js';
import { createThreadRecord } from './store/threads.js';
import type { ThreadRecord } from './store/thread-record.js';

/** A message that is simply there, without having been sent. */
export interface SeedMessage {
  /** One of the participants. */
  sender: string;
  content: string;
  metadata?: Record<string, string>;
}

/** A thread that is simply there. */
export interface SeedThread {
  topic: string;
  /** Identities of this emulator; the first one created the thread. */
  participants: readonly string[];
  /** Oldest first. */
  messages?: readonly SeedMessage[];
}

type Services = Pick<EmulatorServices, 'store' | 'identities' | 'clock'>;

const SPACING_MS = 1_000;

/**
 * Puts a thread into the store, its messages a second apart and the newest of them now. Nobody is told: it was there
 * before, so to say.
 *
 * @throws RangeError naming the field that cannot be used.
 */
export function seedThread({ store, identities, clock }: Services, seed: SeedThread): string {
  const { topic, participants, messages = [] } = seed;
  const [creator] = participants;
  if (creator === undefined) throw refusal('participants', 'at least one identity');
  if (!participants.every((id) => identities.has(id))) throw refusal('participants', 'identities of this emulator');
  const createdOn = clock.now() - (messages.length + 1) * SPACING_MS;
  const members = participants.map((id) => ({ id, shareHistoryTime: 0, metadata: {} }));
  const thread = createThreadRecord(creator, { topic, metadata: {}, participants: members }, createdOn);
  append(thread, messages, createdOn + SPACING_MS * 2, SPACING_MS);
  store.threads.restore([thread], []);
  store.context.changed();
  return thread.id;
}

/**
 * Puts messages into a thread that exists, after those that are there. Nobody is told, as if they had been missed.
 *
 * @throws RangeError naming the field that cannot be used.
 */
export function seedMessages({ store, clock }: Services, threadId: string, messages: readonly SeedMessage[]): void {
  const thread = store.context.threads.get(threadId);
  if (!thread || thread.deletedOn !== undefined) throw refusal('threadId', 'a thread of this emulator');
  append(thread, messages, clock.now(), 0);
  store.context.changed();
}

function append(thread: ThreadRecord, messages: readonly SeedMessage[], startMs: number, spacingMs: number): void {
  if (!messages.every(({ sender }) => thread.participants.has(sender))) throw refusal('sender', 'a participant');
  for (const [index, { sender, content, metadata = {} }] of messages.entries()) {
    const body = { type: 'text', sender, senderDisplayName: '', content, metadata } as const;
    thread.lastMessageOn = thread.append(body, startMs + index * spacingMs).id;
  }
}

function refusal(field: string, expected: string): RangeError {
  return new RangeError(`unable to seed the emulator; ${field} must be ${expected}`);
}

/** Reads what {@link seedThread} takes from a request body. */
export function readSeedThread(fields: Fields): SeedThread {
  const participants = readOptionalArray(fields, 'participants') ?? [];
  if (!participants.every((id): id is RawId => typeof id === 'string'))
    throw wrong('participants', 'a list of strings');
  return { topic: readString(fields, 'topic'), participants, messages: readSeedMessages(fields) };
}

/** Reads what {@link seedMessages} takes from a request body. */
export function readSeedMessages(fields: Fields): SeedMessage[] {
  return (readOptionalArray(fields, 'messages') ?? []).map((value) => {
    const message = readFields(value, 'messages');
    const metadata = readOptionalStrings(message, 'metadata', 'reject', 'messages.metadata') ?? {};
    return {
      sender: readString(message, 'sender', 'messages.sender'),
      content: readString(message, 'content', 'messages.content'),
      metadata,
    };
  });
}
