import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareIds } from '../../../src/core/index.js';
import { parseEvent, PUSH_EVENT_NAMES, type PushEventName } from '../../../src/realtime/event-parser.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const threadId = '19:a@thread.v2';
const alice = { kind: 'communicationUser', communicationUserId: '8:acs:1-a_alice' };
const ON = new Date('2024-06-06T00:03:30Z');

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterEach(() => vi.useRealTimers());

const received = {
  threadId,
  sender: alice,
  senderDisplayName: 'Alice',
  recipient: alice,
  id: '100',
  createdOn: ON,
  version: '100',
  type: 'Text',
  message: 'hi',
  metadata: { a: '1' },
  attachments: [],
};
const record = {
  id: '100',
  version: '100',
  kind: 'text',
  senderId: '8:acs:1-a_alice',
  senderDisplayName: 'Alice',
  text: 'hi',
  metadata: { a: '1' },
  createdOn: ON,
};
const participant = { id: alice, displayName: 'Alice', metadata: { r: '1' }, shareHistoryTime: ON };
const member = { userId: '8:acs:1-a_alice', displayName: 'Alice', metadata: { r: '1' }, historySharedSince: ON };

describe('parseEvent', () => {
  it.each<[PushEventName, object, object]>([
    ['chatMessageReceived', received, { type: 'message', threadId, message: record }],
    [
      'chatMessageEdited',
      { ...received, version: '200', type: 'RichText/Html', editedOn: ON },
      { type: 'message', threadId, message: { ...record, version: '200', kind: 'html', editedOn: ON } },
    ],
    [
      'chatMessageEdited',
      { ...received, version: String(ON.getTime() + 7), editedOn: ON },
      {
        type: 'message',
        threadId,
        message: { ...record, version: String(ON.getTime() + 7), editedOn: new Date(ON.getTime() + 7) },
      },
    ],
    [
      'chatMessageDeleted',
      { threadId, sender: alice, id: '100', createdOn: ON, version: '300', type: 'Text', deletedOn: ON },
      {
        type: 'message',
        threadId,
        message: { ...record, version: '300', text: '', metadata: {}, senderDisplayName: '', deletedOn: ON },
      },
    ],
    [
      'typingIndicatorReceived',
      { threadId, sender: alice, version: '1', receivedOn: ON },
      { type: 'typing', threadId, userId: '8:acs:1-a_alice', at: ON },
    ],
    [
      'readReceiptReceived',
      { threadId, sender: alice, chatMessageId: '100', readOn: ON },
      { type: 'receipt', threadId, receipt: { userId: '8:acs:1-a_alice', messageId: '100', readOn: ON } },
    ],
    ['chatThreadCreated', { threadId, version: '1', participants: [] }, { type: 'threadCreated', threadId }],
    [
      'chatThreadPropertiesUpdated',
      { threadId, version: '1', updatedOn: ON, properties: { topic: 'Lunch', metadata: { a: '1' } } },
      { type: 'threadChanged', threadId, topic: 'Lunch', metadata: { a: '1' }, changedOn: ON },
    ],
    ['chatThreadDeleted', { threadId, deletedBy: null }, { type: 'threadDeleted', threadId }],
    [
      'participantsAdded',
      { threadId, version: '7', addedOn: ON, participantsAdded: [participant, {}] },
      { type: 'membersAdded', threadId, members: [member], version: '7', at: ON },
    ],
    [
      'participantsRemoved',
      { threadId, version: '7', removedOn: ON, participantsRemoved: [participant] },
      { type: 'membersRemoved', threadId, members: [member], version: '7', at: ON },
    ],
  ])('reads %s', (name, payload, event) => {
    expect(parseEvent(name, payload)).toEqual(event);
  });

  it.each<[string, PushEventName, object, object]>([
    ['a message', 'chatMessageReceived', { id: '5' }, { message: { version: '5', createdOn: new Date(5), text: '' } }],
    ['a deletion', 'chatMessageDeleted', { id: '5', version: '9' }, { message: { deletedOn: new Date(9) } }],
    ['a typing user', 'typingIndicatorReceived', { sender: alice }, { at: NOW }],
    [
      'a receipt',
      'readReceiptReceived',
      { sender: alice, chatMessageId: 5 },
      { receipt: { messageId: '5', readOn: NOW } },
    ],
    [
      'a changed thread',
      'chatThreadPropertiesUpdated',
      { properties: { topic: '' } },
      { metadata: {}, changedOn: NOW },
    ],
    [
      'new members',
      'participantsAdded',
      { participantsAdded: [participant], version: '1717632210000' },
      { at: new Date(1717632210000) },
    ],
    [
      'new members of no version',
      'participantsAdded',
      { participantsAdded: [{ id: alice }] },
      { at: NOW, version: String(NOW.getTime()), members: [{ displayName: '', metadata: {} }] },
    ],
  ])('fills in what %s lacks', (_what, name, payload, event) => {
    expect(parseEvent(name, { threadId, ...payload })).toMatchObject(event);
  });

  it.each<[string, PushEventName, object]>([
    ['a message without an id', 'chatMessageReceived', { id: '' }],
    ['a deletion without an id', 'chatMessageDeleted', {}],
    ['typing by nobody', 'typingIndicatorReceived', { sender: { kind: 'unknown' } }],
    ['a receipt by nobody', 'readReceiptReceived', { chatMessageId: '1' }],
    ['a receipt for nothing', 'readReceiptReceived', { sender: alice }],
    ['a change without properties', 'chatThreadPropertiesUpdated', {}],
    ['a change without a topic', 'chatThreadPropertiesUpdated', { properties: { metadata: {} } }],
    ['nobody added', 'participantsAdded', { participantsAdded: [] }],
    ['nobody known removed', 'participantsRemoved', { participantsRemoved: [{}] }],
  ])('has no use for %s', (_what, name, payload) => {
    expect(parseEvent(name, { threadId, ...payload })).toBeUndefined();
  });

  it.each(PUSH_EVENT_NAMES)('has no use for %s without a thread', (name) => {
    expect(parseEvent(name, { ...received, threadId: undefined })).toBeUndefined();
    expect(parseEvent(name, undefined)).toBeUndefined();
  });

  it.each([
    ['Text', 'text'],
    ['text', 'text'],
    [undefined, 'text'],
    ['RichText/Html', 'html'],
    ['html', 'html'],
    ['ThreadActivity/AddMember', 'system'],
    ['constructor', 'system'],
  ])('reads the type %o as %s', (type, kind) => {
    expect(parseEvent('chatMessageReceived', { ...received, type })).toMatchObject({ message: { kind } });
  });

  it.each([
    [{ kind: 'unknown', id: '28:bot' }, '28:bot'],
    [{ kind: 'phoneNumber', phoneNumber: '+1555' }, '4:+1555'],
    [{ kind: 'microsoftTeamsUser', microsoftTeamsUserId: 'x', cloud: 'dod' }, '8:dod:x'],
    [{ kind: 'hologram', rawId: 'x' }, undefined],
    [{ communicationUserId: 7 }, undefined],
    [null, undefined],
  ])('reads the sender %o', (sender, senderId) => {
    const event = parseEvent('chatMessageReceived', { ...received, sender });
    expect(event).toMatchObject({ message: { id: '100' } });
    expect(event?.type === 'message' && event.message.senderId).toBe(senderId);
  });

  it('never throws and never gives a version before the id', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.date({ noInvalidDate: false }), fc.constantFrom('__proto__', 'Text'));
    const identifier = fc.record(
      { kind: anything, communicationUserId: anything, phoneNumber: anything, rawId: anything, id: anything },
      { requiredKeys: [] },
    );
    const payload = fc.record(
      {
        threadId: fc.oneof(anything, fc.constant(threadId)),
        id: fc.oneof(anything, fc.bigInt({ min: 0n }).map(String)),
        version: fc.oneof(anything, fc.bigInt({ min: 0n }).map(String)),
        sender: fc.oneof(anything, identifier),
        type: anything,
        message: anything,
        metadata: anything,
        createdOn: anything,
        editedOn: anything,
        deletedOn: anything,
        receivedOn: anything,
        readOn: anything,
        chatMessageId: anything,
        properties: fc.oneof(anything, fc.record({ topic: anything, metadata: anything })),
        participantsAdded: fc.oneof(anything, fc.array(fc.record({ id: identifier, displayName: anything }))),
        participantsRemoved: fc.oneof(anything, fc.array(anything)),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...PUSH_EVENT_NAMES), fc.oneof(anything, payload), (name, value) => {
        const event = parseEvent(name, value);
        if (event?.type !== 'message') return;
        expect(compareIds(event.message.version, event.message.id)).toBeGreaterThanOrEqual(0);
        expect(event.message.createdOn.getTime()).not.toBeNaN();
      }),
    );
  });
});
