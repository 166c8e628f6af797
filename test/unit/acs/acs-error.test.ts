import { describe, expect, it } from 'vitest';
import { failureError } from '../../../src/acs/acs-error.js';
import { ChatError } from '../../../src/core/index.js';

const named = (name: string, fields: object = {}) => Object.assign(new Error('with-the-secret'), { name }, fields);

describe('failureError', () => {
  it.each([
    ['an abort', named('AbortError'), 'cancelled'],
    ['a lost connection', named('RestError', { code: 'ECONNRESET' }), 'unavailable'],
    ['a failed fetch', named('RestError', { code: 'REQUEST_SEND_ERROR' }), 'unavailable'],
    ['a failure without a code', named('RestError'), 'unavailable'],
    [
      'an argument that the SDK refuses',
      new Error('content with value "with-the-secret" must be …'),
      'invalid-argument',
    ],
    ['no error at all', 'with-the-secret', 'invalid-argument'],
    ['nothing', undefined, 'invalid-argument'],
  ])('has a code for %s and does not repeat its words', (_name, failure, code) => {
    const error = failureError('send the message', failure);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^unable to send the message; /) as string });
    expect(`${String(error)} ${String(error.cause)} ${error.stack ?? ''}`).not.toContain('with-the-secret');
  });

  it('passes on what is a ChatError already', () => {
    const error = new ChatError('closed', 'unable to go on; closed');
    expect(failureError('send the message', error)).toBe(error);
  });
});
