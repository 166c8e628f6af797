import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePacket,
  decodePayload,
  encodePacket,
  encodePayload,
  type Packet,
} from '../../../src/emulator/realtime/packets.js';
import { anyJson } from '../../helper/any-json.js';

const args = fc.array(anyJson());
const ackId = fc.nat();
const anyPacket: fc.Arbitrary<Packet> = fc.oneof(
  fc.record(
    { type: fc.constant('disconnect' as const), reason: fc.string({ unit: 'binary' }) },
    { requiredKeys: ['type'] },
  ),
  fc.constantFrom<Packet>({ type: 'connect' }, { type: 'heartbeat' }, { type: 'noop' }),
  fc.record({ type: fc.constant('message' as const), data: fc.string({ unit: 'binary' }) }),
  fc.record(
    { type: fc.constant('event' as const), name: fc.string(), args, ackId },
    { requiredKeys: ['type', 'name'] },
  ),
  fc.record({ type: fc.constant('ack' as const), ackId, args }, { requiredKeys: ['type', 'ackId'] }),
  fc.record({ type: fc.constant('error' as const), reason: fc.string() }),
);

describe('packets', () => {
  it.each<[string, Packet]>([
    ['0::', { type: 'disconnect' }],
    ['0:::{"reason":"dup"}', { type: 'disconnect', reason: '{"reason":"dup"}' }],
    ['1::', { type: 'connect' }],
    ['2::', { type: 'heartbeat' }],
    ['3:::{"id":1,"a":"b:c"}', { type: 'message', data: '{"id":1,"a":"b:c"}' }],
    ['5:::{"name":"trouter.connected","args":[{}]}', { type: 'event', name: 'trouter.connected', args: [{}] }],
    ['5:3+::{"name":"ping"}', { type: 'event', name: 'ping', ackId: 3 }],
    ['6:::1', { type: 'ack', ackId: 1 }],
    ['6:::1+[]', { type: 'ack', ackId: 1, args: [] }],
    ['7:::1+0', { type: 'error', reason: '1+0' }],
    ['8::', { type: 'noop' }],
  ])('reads and writes %s', (text, packet) => {
    expect(decodePacket(text)).toEqual(packet);
    expect(encodePacket(packet)).toBe(text);
  });

  it.each(['', 'hello', '9::', '4:::{}', '1', '5:1+::not json', '5:1+::{"args":[]}', '5:1+::null', '6:::x'])(
    'reads nothing from %j',
    (text) => expect(decodePacket(text)).toBeUndefined(),
  );

  it('survive a round trip', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        expect(decodePacket(encodePacket(packet))).toEqual(packet);
      }),
    );
  });
});

describe('payloads', () => {
  it('carry one packet bare', () => {
    expect(encodePayload([{ type: 'connect' }])).toBe('1::');
  });

  it('count the length of several packets in UTF-16 code units', () => {
    const payload = encodePayload([{ type: 'connect' }, { type: 'message', data: 'é😀' }]);
    expect(payload).toBe('\ufffd3\ufffd1::\ufffd7\ufffd3:::é😀');
  });

  it('survive a round trip', () => {
    fc.assert(
      fc.property(fc.array(anyPacket, { minLength: 1 }), (packets) => {
        expect(decodePayload(encodePayload(packets))).toEqual(packets);
      }),
    );
  });

  it.each([
    ['a length that is no number', '\ufffdx\ufffd1::'],
    ['no end of the length', '\ufffd3'],
    ['nothing at all', ''],
  ])('read nothing from %s', (_, payload) => expect(decodePayload(payload)).toEqual([]));

  it('leave out what is not a packet', () => {
    expect(decodePayload('\ufffd3\ufffdxyz\ufffd3\ufffd2::')).toEqual([{ type: 'heartbeat' }]);
  });
});
