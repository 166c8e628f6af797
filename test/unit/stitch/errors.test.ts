import { describe, expect, it } from 'vitest';
import { ChatError, NotSupportedError } from '../../../src/core/index.js';
import { asNexmo, NexmoApiError, NexmoClientError, toNexmoError, typeOfMissing } from '../../../src/stitch/errors.js';

describe('the errors of Stitch', () => {
  it.each([NexmoClientError, NexmoApiError])('§3.2 %O is a real Error with the original’s fields', (Kind) => {
    const cause = new Error('below');
    const error = new Kind('error:self', 'not in it', { detail: 'forbidden', cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: Kind.name,
      type: 'error:self',
      description: 'not in it',
      detail: 'forbidden',
      cause,
    });
    expect(error.message).toBe('type: error:self, description: not in it');
    expect('cause' in new Kind('a', 'b')).toBe(false);
  });

  it.each([
    [new ChatError('rate-limited', 'slow', { status: 429 }), NexmoApiError, 'error:acs:429'],
    [new ChatError('forbidden', 'no', { status: 403 }), NexmoApiError, 'error:acs:403'],
    [new ChatError('unavailable', 'away'), NexmoClientError, 'error:acs:unavailable'],
    [new ChatError('closed', 'over'), NexmoClientError, 'error:acs:closed'],
    [new NotSupportedError('files', 'none.', 'Buy.'), NexmoClientError, 'error:acs:not-supported'],
  ])('§3.2 %o', (error, Kind, type) => {
    const told = toNexmoError(error);
    expect(told).toBeInstanceOf(Kind);
    expect(told).toMatchObject({ type, description: error.message, detail: error.code, cause: error });
  });

  it('§3.2 a name of the original goes before that', () => {
    const error = new ChatError('not-found', 'gone', { status: 404 });
    expect(toNexmoError(error, 'conversation:error:not-found')).toMatchObject({ type: 'conversation:error:not-found' });
    expect(typeOfMissing(error)).toBe('conversation:error:not-found');
    expect(typeOfMissing(new ChatError('closed', 'over'))).toBeUndefined();
  });

  it('§3.2 what is none of ours stays what it is', async () => {
    const bug = new TypeError('a bug');
    await expect(asNexmo(() => Promise.reject(bug))).rejects.toBe(bug);
  });
});
