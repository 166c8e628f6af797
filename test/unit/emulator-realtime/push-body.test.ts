import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../src/emulator/events.js';
import { legacyEscape } from '../../../src/emulator/realtime/legacy-escape.js';
import { toPushBody } from '../../../src/emulator/realtime/push-body.js';
import { ALICE, BOB, SAMPLE_EVENTS, THREAD_ID } from '../../contract/realtime/sample-events.js';

const bodyOf = (event: ChatEvent) => JSON.parse(toPushBody(event, BOB)) as Record<string, unknown>;
const escaped = (value: unknown) => legacyEscape(JSON.stringify(value));
const at = (second: string) => `2026-01-02T03:04:${second}.000Z`;

const message = {
  groupId: THREAD_ID,
  recipientMri: BOB,
  senderId: ALICE,
  senderDisplayName: 'Alice É',
  messageId: '1767323045678',
  originalArrivalTime: at('05'),
  version: '1767323045679',
};
const alice = {
  participantId: ALICE,
  displayName: 'Alice É',
  shareHistoryTime: at('00'),
  memberMetaData: '{"role":"100%41 ✓"}',
};
const bob = { participantId: BOB, memberMetaData: '{}' };
const namedActor = escaped({ participantId: ALICE, displayName: 'Alice É' });

const BODIES: Record<ChatEvent['kind'], Record<string, unknown>> = {
  messageReceived: {
    ...message,
    eventId: 200,
    messageType: 'Text',
    messageBody: SAMPLE_EVENTS.messageReceived.content,
    acsChatMessageMetadata: '{"key":"välue"}',
  },
  messageEdited: {
    ...message,
    eventId: 247,
    messageType: 'RichText/Html',
    messageBody: '<b>new</b>',
    acsChatMessageMetadata: '{}',
    edittime: at('06'),
  },
  messageDeleted: { ...message, eventId: 248, messageType: 'Text', deletetime: at('07') },
  typing: {
    eventId: 245,
    groupId: THREAD_ID,
    recipientMri: BOB,
    senderId: ALICE,
    senderDisplayName: 'Alice É',
    originalArrivalTime: at('08'),
    version: '1767323048000',
  },
  readReceipt: {
    eventId: 246,
    groupId: THREAD_ID,
    recipientMri: BOB,
    senderId: ALICE,
    senderDisplayName: '',
    messageId: '1767323045678',
    messageBody: JSON.stringify({
      user: ALICE,
      consumptionhorizon: '1767323045678;1767323049000;0',
      version: '1767323049000',
    }),
  },
  threadCreated: {
    eventId: 257,
    threadId: THREAD_ID,
    version: '1767323050000',
    createTime: at('10'),
    createdBy: namedActor,
    members: escaped([alice, bob]),
    properties: escaped({
      topic: 'é 50% 100%41 ✓ 😀',
      acsChatThreadMetadata: '{"colour":"\\"blue\\""}',
      retentionPolicy: '{"retentionPolicyType":"DeleteAfterCreationTime","executeAfter":"90.00:00:00"}',
    }),
  },
  threadUpdated: {
    eventId: 258,
    threadId: THREAD_ID,
    version: '1767323051000',
    editTime: at('11'),
    editedBy: escaped({ participantId: ALICE }),
    properties: escaped({ topic: 'Other', acsChatThreadMetadata: '{}' }),
  },
  threadDeleted: {
    eventId: 259,
    threadId: THREAD_ID,
    version: '1767323052000',
    deleteTime: at('12'),
    deletedBy: escaped({ participantId: ALICE }),
    reason: 'deletedByUser',
  },
  participantsAdded: {
    eventId: 260,
    threadId: THREAD_ID,
    version: '1767323053000',
    time: at('13'),
    addedBy: namedActor,
    participantsAdded: escaped([alice, bob]),
  },
  participantsRemoved: {
    eventId: 261,
    threadId: THREAD_ID,
    version: '1767323054000',
    time: at('14'),
    removedBy: escaped({ participantId: BOB }),
    participantsRemoved: escaped([alice]),
  },
};

describe('push bodies', () => {
  it.each(Object.values(SAMPLE_EVENTS))('have the fields of $kind', (event) => {
    expect(bodyOf(event)).toEqual(BODIES[event.kind]);
  });

  it('name the policy that deleted a thread instead of a user', () => {
    const { deletedBy: _, ...byPolicy } = SAMPLE_EVENTS.threadDeleted;
    const { deletedBy: __, ...expected } = BODIES.threadDeleted;
    expect(bodyOf(byPolicy)).toEqual({ ...expected, reason: 'deletedByPolicy' });
  });
});
