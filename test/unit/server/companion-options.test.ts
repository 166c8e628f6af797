import { describe, expect, it } from 'vitest';
import { isChatError } from '../../../src/index.js';
import { createCompanion, type CompanionOptions } from '../../../src/server/index.js';
import { recordLog } from '../../helper/recorded-log.js';

const credential = { getToken: () => Promise.resolve({ token: 'entra', expiresOnTimestamp: 0 }) };
const endpoint = 'https://contoso.communication.azure.com';
const { logger } = recordLog();
const good: CompanionOptions = {
  acs: { connectionString: `endpoint=${endpoint}/;accesskey=c2VjcmV0IGtleQ==` },
  publicUrl: 'https://app.example.com/chat',
  authenticate: () => null,
  logger,
};

/** Of what `createCompanion` throws; with options as JavaScript may pass them. */
function refusalOf(options: unknown): string {
  try {
    createCompanion(options as CompanionOptions);
  } catch (error) {
    if (isChatError(error, 'invalid-argument')) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('createCompanion', () => {
  it('refuses to start without `authenticate`, and says why', () => {
    for (const authenticate of [undefined, null, 'alice', true]) {
      expect(refusalOf({ ...good, authenticate })).toBe(
        'unable to create the companion; `authenticate` is missing. Without it anybody could be anybody: give a ' +
          'function that tells, from the request, the identity that your own login knows, or null',
      );
    }
  });

  it.each<[string, object]>([
    ['`acs`', { acs: undefined }],
    ['`acs`', { acs: { endpoint } }],
    ['`acs.endpoint`', { acs: { endpoint: 'http://contoso.example.com', credential } }],
    ['`acs.connectionString`', { acs: { connectionString: endpoint } }],
    ['`acs.connectionString`', { acs: { connectionString: 'endpoint=http://contoso.example.com;accesskey=a2V5' } }],
    ['`publicUrl`', { publicUrl: undefined }],
    ['`publicUrl`', { publicUrl: '/chat' }],
    ['`publicUrl`', { publicUrl: 'http://app.example.com' }],
    ['`publicUrl`', { publicUrl: 'https://app.example.com/?a=b' }],
    ['`publicUrl`', { publicUrl: 'https://user:password@app.example.com/' }],
    ['`authorize`', { authorize: true }],
    ['`secret`', { secret: 'x'.repeat(31) }],
    ['`secret`', { secret: 17 }],
    ['`secret`', { acs: { endpoint, credential } }],
    ['`storage`', { storage: {} }],
    ['`storage`', { storage: 'redis://localhost' }],
    ['`media`', { media: {} }],
    ['`cors.origins`', { cors: {} }],
    ['`cors.origins`', { cors: { origins: 'https://page.example.com' } }],
    ['`cors.origins`', { cors: { origins: ['https://page.example.com/'] } }],
    ['`cors.origins`', { cors: { origins: ['page.example.com'] } }],
    ['"*"', { cors: { origins: ['*'], credentials: true } }],
    ['`limits.tokenMinutes`', { limits: { tokenMinutes: 59 } }],
    ['`limits.tokenMinutes`', { limits: { tokenMinutes: 90.5 } }],
    ['`tokenFormat`', { tokenFormat: 'xml' }],
  ])('names %s when it cannot be used', (name, change) => {
    const refusal = refusalOf({ ...good, ...change });
    expect(refusal).toMatch(/^unable to create the companion; /);
    expect(refusal).toContain(name);
    expect(refusal).not.toMatch(/c2VjcmV0|password@|a2V5/);
  });

  it.each<[object]>([
    [{}],
    [{ acs: { endpoint, credential }, secret: 'x'.repeat(32) }],
    [
      {
        acs: { connectionString: 'endpoint=http://127.0.0.1:4000/;accesskey=a2V5' },
        publicUrl: 'http://localhost:3000',
      },
    ],
    [{ cors: { origins: ['*'] } }],
    [{ cors: { origins: ['https://page.example.com', 'http://localhost:5173'], credentials: true } }],
    [{ limits: { tokenMinutes: 1440 }, tokenFormat: 'text' }],
  ])('accepts %j', (change) => {
    expect(refusalOf({ ...good, ...change })).toBe('accepted');
  });

  it('warns once that memory forgets', () => {
    const log = recordLog();
    createCompanion({ ...good, logger: log.logger });
    expect(log.at('warn')).toEqual([expect.stringContaining('forgets identities')]);
  });
});
