import type { ChatEvent } from '../../../src/emulator/events.js';
import { ALICE, BOB, SAMPLE_EVENTS, THREAD_ID } from './sample-events.js';

const user = (communicationUserId: string) => ({ kind: 'communicationUser', communicationUserId });
const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();

const message = {
  threadId: THREAD_ID,
  sender: user(ALICE),
  senderDisplayName: 'Alice É',
  recipient: user(BOB),
  id: '1767323045678',
  createdOn: at(5),
  version: '1767323045679',
};
const alice = { id: user(ALICE), displayName: 'Alice É', shareHistoryTime: at(0), metadata: { role: '100%41 ✓' } };
const bob = { id: user(BOB), metadata: {} };
const actor = { id: user(ALICE), metadata: {} };
const namedActor = { ...actor, displayName: 'Alice É' };

/** What the official client makes of each of the sample events; dates as text, as they leave a page. */
export const EXPECTED_EVENTS: Record<ChatEvent['kind'], { name: string; event: unknown }> = {
  messageReceived: {
    name: 'chatMessageReceived',
    event: {
      ...message,
      type: 'Text',
      message: SAMPLE_EVENTS.messageReceived.content,
      metadata: { key: 'välue' },
      attachments: [],
    },
  },
  messageEdited: {
    name: 'chatMessageEdited',
    event: {
      ...message,
      type: 'RichText/Html',
      message: '<b>new</b>',
      metadata: {},
      attachments: [],
      editedOn: at(6),
    },
  },
  messageDeleted: { name: 'chatMessageDeleted', event: { ...message, type: 'Text', deletedOn: at(7) } },
  typing: {
    name: 'typingIndicatorReceived',
    event: {
      threadId: THREAD_ID,
      sender: user(ALICE),
      senderDisplayName: 'Alice É',
      recipient: user(BOB),
      version: '1767323048000',
      receivedOn: at(8),
    },
  },
  readReceipt: {
    name: 'readReceiptReceived',
    event: {
      threadId: THREAD_ID,
      sender: user(ALICE),
      senderDisplayName: '',
      recipient: user(BOB),
      chatMessageId: '1767323045678',
      readOn: at(9),
    },
  },
  threadCreated: {
    name: 'chatThreadCreated',
    event: {
      threadId: THREAD_ID,
      createdOn: at(10),
      createdBy: namedActor,
      version: '1767323050000',
      participants: [alice, bob],
      properties: { topic: 'é 50% 100%41 ✓ 😀', metadata: { colour: '"blue"' } },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 90 },
    },
  },
  threadUpdated: {
    name: 'chatThreadPropertiesUpdated',
    event: {
      threadId: THREAD_ID,
      updatedOn: at(11),
      updatedBy: actor,
      version: '1767323051000',
      properties: { topic: 'Other', metadata: {} },
      retentionPolicy: { kind: 'none' },
    },
  },
  threadDeleted: {
    name: 'chatThreadDeleted',
    event: {
      threadId: THREAD_ID,
      deletedOn: at(12),
      deletedBy: actor,
      version: '1767323052000',
      reason: 'deletedByUser',
    },
  },
  participantsAdded: {
    name: 'participantsAdded',
    event: {
      threadId: THREAD_ID,
      addedOn: at(13),
      addedBy: namedActor,
      version: '1767323053000',
      participantsAdded: [alice, bob],
    },
  },
  participantsRemoved: {
    name: 'participantsRemoved',
    event: {
      threadId: THREAD_ID,
      removedOn: at(14),
      removedBy: { id: user(BOB), metadata: {} },
      version: '1767323054000',
      participantsRemoved: [alice],
    },
  },
};
