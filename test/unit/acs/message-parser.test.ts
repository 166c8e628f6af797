import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/acs/message-parser.js';

const ALICE = '8:acs:1-a_alice';
const user = (id: string) => ({ rawId: id, communicationUser: { id } });

describe('parseMessage', () => {
  it('keeps a tombstone without text and metadata', () => {
    const stored = {
      id: '100',
      type: 'text',
      version: '250',
      sequenceId: '4',
      content: { message: 'should be gone' },
      metadata: { a: 'should be gone' },
      senderCommunicationIdentifier: user(ALICE),
      createdOn: '2024-06-06T00:03:30Z',
      deletedOn: '2024-06-06T00:05:00Z',
    };
    expect(parseMessage(stored)).toEqual({
      id: '100',
      version: '250',
      kind: 'text',
      sequence: 4,
      senderId: ALICE,
      senderDisplayName: '',
      text: '',
      metadata: {},
      createdOn: new Date('2024-06-06T00:03:30Z'),
      deletedOn: new Date('2024-06-06T00:05:00Z'),
    });
  });

  it('fills in what a message lacks', () => {
    expect(parseMessage({ id: '1717632210000' })).toEqual({
      id: '1717632210000',
      version: '1717632210000',
      kind: 'text',
      senderDisplayName: '',
      text: '',
      metadata: {},
      createdOn: new Date(1717632210000),
    });
  });

  it.each([
    ['to the millisecond where the version tells the same second', '1717632215340', '2024-06-06T00:03:35.340Z'],
    ['as it is where the version tells another time', '1717632299340', '2024-06-06T00:03:35.000Z'],
    ['as it is where the version is no time', '1717632215340x', '2024-06-06T00:03:35.000Z'],
  ])('tells when a message was changed %s', (_, version, expected) => {
    const message = parseMessage({ id: '1717632210000', version, editedOn: '2024-06-06T00:03:35Z' });
    expect(message?.editedOn?.toISOString()).toBe(expected);
  });

  it('keeps the markup of an html message as text', () => {
    expect(parseMessage({ id: '1', type: 'html', content: { message: '<b>hi</b>' } })).toMatchObject({
      kind: 'html',
      text: '<b>hi</b>',
    });
  });

  it.each([
    [
      'participantAdded',
      { participants: [{ communicationIdentifier: user(ALICE), displayName: 'Alice' }, {}] },
      { type: 'membersAdded', members: [{ userId: ALICE, displayName: 'Alice', metadata: {} }] },
    ],
    [
      'participantRemoved',
      { participants: [{ communicationIdentifier: user(ALICE) }] },
      { type: 'membersRemoved', members: [{ userId: ALICE, displayName: '', metadata: {} }] },
    ],
    ['participantRemoved', null, { type: 'membersRemoved', members: [] }],
    ['topicUpdated', { topic: 'Lunch' }, { type: 'topicChanged', topic: 'Lunch' }],
    ['topicUpdated', {}, { type: 'topicChanged', topic: '' }],
    ['poll', { message: 'not a text that anybody wrote' }, { type: 'unknown' }],
    ['constructor', {}, { type: 'unknown' }],
    ['__proto__', {}, { type: 'unknown' }],
  ])('reads the system message %s', (type, content, system) => {
    expect(parseMessage({ id: '1', type, content })).toMatchObject({ kind: 'system', text: '', system });
  });

  it.each([
    ['higher than the id', '99', '100', '100'],
    ['longer than the id', '99', '0100', '0100'],
    ['lower than the id', '100', '99', '100'],
    ['missing', '100', undefined, '100'],
    ['a number', '100', 101, '101'],
    ['no id at all', '100', {}, '100'],
  ])('never has a version before its id: %s', (_name, id, version, expected) => {
    expect(parseMessage({ id, version })?.version).toBe(expected);
  });

  it.each([
    ['3', 3],
    [3, 3],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['9'.repeat(40), undefined],
    [null, undefined],
  ])('reads the sequence %o', (sequenceId, expected) => {
    expect(parseMessage({ id: '1', sequenceId })?.sequence).toBe(expected);
  });

  it.each([
    [{ rawId: '8:orgid:x', microsoftTeamsUser: { userId: 'x' } }, '8:orgid:x'],
    [{ rawId: '4:+1555', phoneNumber: { value: '+1555' } }, '4:+1555'],
    [{ rawId: '28:new', kind: 'hologram', hologram: {} }, '28:new'],
    [{ communicationUser: { id: ALICE } }, ALICE],
    [{ rawId: '', communicationUser: { id: ALICE } }, ALICE],
    [{ rawId: 7, communicationUser: {} }, undefined],
    [{}, undefined],
    [null, undefined],
    ['8:acs:text', undefined],
  ])('reads the sender %o', (senderCommunicationIdentifier, expected) => {
    expect(parseMessage({ id: '1', senderCommunicationIdentifier })?.senderId).toBe(expected);
  });

  it.each([[{}], [{ id: '' }], [{ id: null }], [{ id: Number.NaN }], [{ id: ['1'] }], [null], ['1'], [1], [undefined]])(
    'has no use for %o',
    (value) => {
      expect(parseMessage(value)).toBeUndefined();
    },
  );

  it.each([
    ['no date', {}],
    ['a date out of range', { createdOn: '+999999-01-01T00:00:00Z' }],
    ['a date of another kind', { createdOn: { $date: 1 } }],
  ])('dates a message by its id when it has %s', (_name, fields) => {
    expect(parseMessage({ id: '1717632210000', ...fields })?.createdOn).toEqual(new Date(1717632210000));
    expect(parseMessage({ id: '9'.repeat(30), ...fields })?.createdOn).toEqual(new Date(0));
    expect(parseMessage({ id: 'abc', ...fields })?.createdOn).toEqual(new Date(0));
  });
});
