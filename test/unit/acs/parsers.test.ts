import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInvalidMembers } from '../../../src/acs/invalid-participants.js';
import { parseMember } from '../../../src/acs/member-parser.js';
import { parseMessage } from '../../../src/acs/message-parser.js';
import { parseReceipt } from '../../../src/acs/receipt-parser.js';
import { parseThread, parseThreadSummary } from '../../../src/acs/thread-parser.js';
import { compareIds } from '../../../src/core/index.js';

const PARSERS = { parseMessage, parseMember, parseReceipt, parseThread, parseThreadSummary, parseInvalidMembers };

/** Every field that any answer has, holding anything. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    'text',
    'html',
    'participantAdded',
    'topicUpdated',
    '__proto__',
    'constructor',
    '2024-06-06T00:00:00Z',
  ),
);
const identifier = fc.oneof(
  anything,
  fc.record({ rawId: anything, kind: anything, communicationUser: fc.oneof(anything, fc.record({ id: anything })) }),
);
const participant = fc.record({ communicationIdentifier: identifier, displayName: anything, metadata: anything });
const content = fc.oneof(
  anything,
  fc.record({ message: anything, topic: anything, participants: fc.oneof(anything, fc.array(participant)) }),
);
const answer = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      id: fc.oneof(anything, fc.bigInt({ min: 0n }).map(String)),
      version: fc.oneof(anything, fc.bigInt({ min: 0n }).map(String)),
      type: anything,
      sequenceId: anything,
      content,
      createdOn: anything,
      editedOn: anything,
      deletedOn: anything,
      metadata: fc.oneof(anything, fc.dictionary(fc.string(), anything)),
      senderDisplayName: anything,
      senderCommunicationIdentifier: identifier,
      communicationIdentifier: identifier,
      createdByCommunicationIdentifier: identifier,
      chatMessageId: anything,
      readOn: anything,
      topic: anything,
      lastMessageReceivedOn: anything,
      shareHistoryTime: anything,
      invalidParticipants: anything,
    },
    { requiredKeys: [] },
  ),
);

/** Valid dates, texts, maps of texts: what the records promise. */
function expectSound(value: unknown): void {
  if (value instanceof Date) expect(value.getTime()).not.toBeNaN();
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectSound);
}

describe.each(Object.entries(PARSERS))('%s', (_name, parse) => {
  it('never throws and gives sound records', () => {
    fc.assert(fc.property(answer, (value) => expectSound(parse(value))));
  });
});

describe('parseMessage', () => {
  it('keeps its promises whatever the answer holds', () => {
    fc.assert(
      fc.property(answer, (value) => {
        const message = parseMessage(value);
        if (message === undefined) return;
        expect(message.id).not.toBe('');
        expect(compareIds(message.version, message.id)).toBeGreaterThanOrEqual(0);
        expect(Object.values(message.metadata).every((item) => typeof item === 'string')).toBe(true);
        expect(message.kind === 'system').toBe(message.system !== undefined);
        if (message.deletedOn !== undefined) expect(message).toMatchObject({ text: '', metadata: {} });
      }),
    );
  });
});

describe('metadata', () => {
  it('keeps texts, turns numbers and booleans into text, leaves out the rest', () => {
    const metadata = JSON.parse('{"a":"1","b":2,"c":true,"d":null,"e":{},"f":[],"__proto__":"g"}') as unknown;
    const parsed = parseThread({ id: 't', metadata })?.metadata;
    expect(Object.entries(parsed ?? {})).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', 'true'],
      ['__proto__', 'g'],
    ]);
  });

  it.each([[null], ['text'], [7], [['a']]])('is empty when it is %o', (metadata) => {
    expect(parseThread({ id: 't', metadata })?.metadata).toEqual({});
  });
});

describe('the other parsers', () => {
  it.each([
    ['a participant', parseMember, { displayName: 'Alice' }],
    ['a receipt without a reader', parseReceipt, { chatMessageId: '1' }],
    ['a receipt without a message', parseReceipt, { senderCommunicationIdentifier: { rawId: '8:a' } }],
    ['a thread', parseThread, { topic: 'x' }],
    ['a thread in a list', parseThreadSummary, { topic: 'x', id: 7 }],
  ])('have no use for %s without an id', (_name, parse, value) => {
    expect(parse(value)).toBeUndefined();
  });

  it('date a receipt that has no date to the beginning, so that any other is newer', () => {
    const receipt = parseReceipt({ senderCommunicationIdentifier: { rawId: '8:a' }, chatMessageId: 5 });
    expect(receipt).toEqual({ userId: '8:a', messageId: '5', readOn: new Date(0) });
  });
});
