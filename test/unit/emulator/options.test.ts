import { describe, expect, it } from 'vitest';
import { defaultBehaviour } from '../../../src/emulator/behaviour.js';
import { looseLimits, serviceLimits } from '../../../src/emulator/limits.js';
import { normalizeEmulatorOptions } from '../../../src/emulator/options.js';

describe('normalizeEmulatorOptions', () => {
  it('is strict on a free loopback port unless told otherwise', () => {
    expect(normalizeEmulatorOptions()).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      isStrict: true,
      hasRateLimits: true,
      limits: serviceLimits,
      behaviour: defaultBehaviour,
    });
  });

  it.each([
    [{ strict: false }, { isStrict: false, hasRateLimits: false, limits: looseLimits }],
    [{ rateLimits: false }, { isStrict: true, hasRateLimits: false, limits: serviceLimits }],
    [
      { strict: false, rateLimits: true },
      { isStrict: false, hasRateLimits: true, limits: looseLimits },
    ],
  ])('reads %j', (options, expected) => {
    expect(normalizeEmulatorOptions(options)).toMatchObject(expected);
  });

  it('changes single behaviours', () => {
    const { behaviour } = normalizeEmulatorOptions({ behaviour: { retryAfterOn429: false } });
    expect(behaviour).toEqual({ ...defaultBehaviour, retryAfterOn429: false });
  });

  it('has the same key every time', () => {
    expect(normalizeEmulatorOptions().accessKey).toBe(normalizeEmulatorOptions().accessKey);
  });

  it.each([
    [{ port: -1 }],
    [{ port: 70_000 }],
    [{ port: 1.5 }],
    [{ accessKey: '' }],
    [{ behaviour: { rateWindow: 'round' as never } }],
    [{ behaviour: { listPageSize: -1 } }],
    [{ behaviour: { receiptEcho: 'yes' as never } }],
    [{ behaviour: { toString: true } as never }],
  ])('refuses %j', (options) => {
    expect(() => normalizeEmulatorOptions(options)).toThrow(/unable to start the emulator; /);
  });
});
