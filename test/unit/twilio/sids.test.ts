import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageSid, participantSid } from '../../../src/twilio/sids.js';

describe('decision 003: sids', () => {
  it('are the same wherever they are made', () => {
    expect(messageSid('19:thread@thread.v2', '1795193603637')).toBe('IM7e45d931cec45ae27ea701a1f9e08635');
    expect(participantSid('19:thread@thread.v2', '8:acs:a_b')).toBe('MB1204fb29b5fff122bec9675b9ec9067c');
  });

  it('look like Twilio’s, whatever they are made from', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (threadId, id) => {
        expect(messageSid(threadId, id)).toMatch(/^IM[0-9a-f]{32}$/);
        expect(participantSid(threadId, id)).toMatch(/^MB[0-9a-f]{32}$/);
      }),
    );
  });

  it('end with the ACS id of the message', () => {
    const sid = messageSid('19:thread@thread.v2', '1795193603637');
    expect(Number.parseInt(sid.slice(-12), 16)).toBe(1795193603637);
  });

  it('differ between threads, messages and users', () => {
    const threads = Array.from({ length: 50 }, (_, number) => `19:acsV1_${number}@thread.v2`);
    const ids = Array.from({ length: 200 }, (_, number) => String(1_795_193_603_637 + number));
    const made = threads.flatMap((thread) => ids.flatMap((id) => [messageSid(thread, id), participantSid(thread, id)]));
    expect(new Set(made).size).toBe(made.length);
  });

  it('take ids that are no numbers, or too large ones', () => {
    const sids = ['abc', '', '-1', '1.5', String(2 ** 60), '01', '1'].map((id) => messageSid('19:thread', id));
    expect(new Set(sids.slice(0, 5)).size).toBe(5);
  });
});
