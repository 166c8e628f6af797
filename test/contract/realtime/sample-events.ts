import type { ChatEvent } from '../../../src/emulator/events.js';

export const ALICE = '8:acs:resource_alice';
export const BOB = '8:acs:resource_bob';
export const THREAD_ID = '19:thread@thread.v2';

const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second));

const message = {
  threadId: THREAD_ID,
  messageId: '1767323045678',
  version: '1767323045679',
  sender: ALICE,
  senderDisplayName: 'Alice É',
  createdOn: at(5),
};

const participants = [
  { id: ALICE, displayName: 'Alice É', shareHistoryTime: at(0), metadata: { role: '100%41 ✓' } },
  { id: BOB, metadata: {} },
];

/** One event of each kind, with text that encodings tend to break. */
export const SAMPLE_EVENTS: { [Kind in ChatEvent['kind']]: Extract<ChatEvent, { kind: Kind }> } = {
  messageReceived: {
    ...message,
    kind: 'messageReceived',
    type: 'text',
    content: 'é 50% ✓ 😀 "quoted"\nline \ufffd3\ufffd',
    metadata: { key: 'välue' },
  },
  messageEdited: {
    ...message,
    kind: 'messageEdited',
    type: 'html',
    content: '<b>new</b>',
    metadata: {},
    editedOn: at(6),
  },
  messageDeleted: { ...message, kind: 'messageDeleted', type: 'text', deletedOn: at(7) },
  typing: {
    kind: 'typing',
    threadId: THREAD_ID,
    sender: ALICE,
    senderDisplayName: 'Alice É',
    receivedOn: at(8),
    version: '1767323048000',
  },
  readReceipt: { kind: 'readReceipt', threadId: THREAD_ID, sender: ALICE, messageId: '1767323045678', readOn: at(9) },
  threadCreated: {
    kind: 'threadCreated',
    threadId: THREAD_ID,
    version: '1767323050000',
    createdOn: at(10),
    createdBy: ALICE,
    participants,
    properties: { topic: 'é 50% 100%41 ✓ 😀', metadata: { colour: '"blue"' }, deleteThreadAfterDays: 90 },
  },
  threadUpdated: {
    kind: 'threadUpdated',
    threadId: THREAD_ID,
    version: '1767323051000',
    updatedOn: at(11),
    updatedBy: ALICE,
    properties: { topic: 'Other', metadata: {} },
  },
  threadDeleted: {
    kind: 'threadDeleted',
    threadId: THREAD_ID,
    version: '1767323052000',
    deletedOn: at(12),
    deletedBy: ALICE,
  },
  participantsAdded: {
    kind: 'participantsAdded',
    threadId: THREAD_ID,
    version: '1767323053000',
    addedOn: at(13),
    addedBy: ALICE,
    participants,
  },
  participantsRemoved: {
    kind: 'participantsRemoved',
    threadId: THREAD_ID,
    version: '1767323054000',
    removedOn: at(14),
    removedBy: BOB,
    participants: [participants[0]!],
  },
};
