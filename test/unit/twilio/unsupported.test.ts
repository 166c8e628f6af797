import { describe, expect, it, vi } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { notSupported, Unsupported, type UnsupportedMode } from '../../../src/twilio/unsupported.js';

const silentLogger = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });

describe('what ACS has nothing for', () => {
  it('names the member, the reason and the way out', () => {
    const error = notSupported('Conversation.join');
    expect(isChatError(error, 'not-supported')).toBe(true);
    expect(error.message).toMatch(/^unable to use Conversation\.join; .+ a participant calls conversation\.add\(\)/);
  });

  it("throws with 'throw'", () => {
    const unsupported = new Unsupported('throw', silentLogger());
    expect(() => unsupported.refuse('Client.setPushRegistrationId', undefined)).toThrow('Client.setPushRegistrationId');
  });

  it.each<[UnsupportedMode, number]>([
    ['warn', 2],
    ['silent', 0],
  ])("goes on with '%s', and warns %i times for two members", (mode, warnings) => {
    const logger = silentLogger();
    const unsupported = new Unsupported(mode, logger);
    const neutral = {};
    for (const member of ['User.updateAttributes', 'User.updateAttributes', 'Client.setPushRegistrationId'] as const) {
      expect(unsupported.refuse(member, neutral)).toBe(neutral);
    }
    expect(logger.warn).toHaveBeenCalledTimes(warnings);
  });
});
