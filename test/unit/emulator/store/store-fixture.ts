import { defaultBehaviour, type Behaviour } from '../../../../src/emulator/behaviour.js';
import type { ChatEvent } from '../../../../src/emulator/events.js';
import { serviceLimits } from '../../../../src/emulator/limits.js';
import { ChatStore } from '../../../../src/emulator/store/chat-store.js';
import type { ParticipantRecord } from '../../../../src/emulator/store/records.js';
import type { StoreRefusal } from '../../../../src/emulator/store/store-error.js';

export const START = Date.UTC(2026, 10, 20, 12, 0, 0, 250);
export const ALICE = 'alice';
export const BOB = 'bob';
export const CARLA = 'carla';

/** A participant as the routes hand it over. */
export function member(id: string, overrides: Partial<ParticipantRecord> = {}): ParticipantRecord {
  return { id, shareHistoryTime: 0, metadata: {}, ...overrides };
}

/** A store with a thread of Alice's in which Bob takes part, and everything it tells the world. */
export function createStoreFixture(behaviour: Partial<Behaviour> = {}) {
  const events: { event: ChatEvent; recipients: string[] }[] = [];
  const time = { now: START };
  const store = new ChatStore({
    now: () => time.now,
    behaviour: { ...defaultBehaviour, ...behaviour },
    limits: serviceLimits,
    publish: (event, recipients) => events.push({ event, recipients }),
    changed: () => undefined,
  });
  const thread = store.threads.create(ALICE, { topic: 'Lunch', metadata: {}, participants: [member(BOB)] });
  const fixture = {
    store,
    time,
    events,
    thread,
    /** The kinds of events since the last call. */
    takeEvents: () => events.splice(0),
    send: (sender = ALICE, content = 'hi', metadata: Record<string, string> = {}) =>
      store.messages.send(thread.id, sender, { type: 'text', content, senderDisplayName: '', metadata }),
    list: (userId = ALICE, page: { size?: number; startTime?: number; below?: number; above?: number } = {}) =>
      store.messages.list(thread.id, userId, { size: 200, ...page }),
  };
  fixture.takeEvents();
  return fixture;
}

/** What the store refuses with. */
export function refusal(reason: StoreRefusal) {
  return { name: 'StoreError', refusal: reason };
}
