import { describe, expect, it } from 'vitest';
import { AmbiguousSendError, ChatError, type ChatErrorCode, NotSupportedError } from '../../../src/core/errors.js';
import { asTwilio, refusal, RequestError, type Subject, toTwilioError } from '../../../src/twilio/errors.js';
import { notSupported } from '../../../src/twilio/unsupported.js';

const UNKNOWN_STATUS = 418;

describe('the shape of a failed request', () => {
  it.each<[ChatErrorCode, Subject, number, string, number]>([
    ['unauthorized', 'conversation', 401, 'Unauthorized', 20101],
    ['forbidden', 'conversation', 403, 'Forbidden', 50430],
    ['not-found', 'conversation', 404, 'Not Found', 50350],
    ['not-found', 'participant', 404, 'Not Found', 50432],
    ['not-found', 'message', 404, 'Not Found', 20404],
    ['not-found', 'media', 404, 'Not Found', 20404],
    ['not-found', 'uniqueName', 404, 'Not Found', 50350],
    ['conflict', 'conversation', 409, 'Conflict', 50353],
    ['conflict', 'participant', 409, 'Conflict', 50433],
    ['conflict', 'message', 409, 'Conflict', 20409],
    ['conflict', 'media', 409, 'Conflict', 20409],
    ['conflict', 'uniqueName', 409, 'Conflict', 50353],
    ['rate-limited', 'message', 429, 'Too Many Requests', 20429],
    ['service-error', 'conversation', 503, 'Service Unavailable', 20503],
  ])('§7.2 %s of a %s: %d %s, code %d', (code, subject, status, phrase, twilioCode) => {
    const error = new ChatError(code, 'unable to do it; the service said so');
    const translated = toTwilioError(error, subject) as RequestError;

    expect(translated).toBeInstanceOf(RequestError);
    expect(translated).toBeInstanceOf(Error);
    expect([translated.name, translated.message]).toEqual(['Error', phrase]);
    expect([translated.status, translated.code, translated.description]).toEqual([status, twilioCode, error.message]);
    expect(translated.body).toEqual({ status, code: twilioCode, message: error.message });
    expect(translated.cause).toBe(error);
  });

  it('§7.2 a 5xx keeps the status that the service gave; the others have the one that apps know', () => {
    const inService = new ChatError('service-error', 'unable to do it', { status: 500 });
    expect((toTwilioError(inService) as RequestError).status).toBe(500);
    const gone = new ChatError('not-found', 'unable to do it', { status: UNKNOWN_STATUS });
    expect((toTwilioError(gone) as RequestError).status).toBe(404);
  });

  it.each<[ChatErrorCode, string]>([
    ['closed', 'Unable to connect: Connection is not initialized'],
    ['unavailable', 'disconnected'],
  ])('§7.2 %s has no status', (code, message) => {
    const error = new ChatError(code, 'unable to do it');
    const translated = toTwilioError(error) as Error;
    expect([translated.message, translated.cause, 'status' in translated]).toEqual([message, error, false]);
  });

  it.each([
    new ChatError('invalid-argument', 'unable to do it'),
    new ChatError('too-large', 'unable to do it'),
    new ChatError('cancelled', 'unable to do it'),
    new AmbiguousSendError(new Error('lost')),
    new NotSupportedError('Conversation.join', 'ACS cannot.', 'Do without.'),
    new TypeError('a mistake'),
    'a text',
    undefined,
  ])('what Twilio has no counterpart for stays what it is: %s', (error) => {
    expect(toTwilioError(error)).toBe(error);
  });

  it.each([
    new ChatError('too-large', 'unable to do it'),
    new AmbiguousSendError(new Error('lost')),
    notSupported('Conversation.addNonChatParticipant'),
  ])('an app can print `body` of what Twilio has no counterpart for, too: %s', (error) => {
    const { code, message } = error;
    expect(toTwilioError(error)).toHaveProperty('body', { status: 400, code, message });
  });

  it('a refusal says why in `body`, also where it is thrown at once', () => {
    const { code, message } = notSupported('Conversation.join');
    expect(notSupported('Conversation.join')).toHaveProperty('body', { status: 400, code, message });
  });

  it('a refusal of our own looks the same', () => {
    expect(refusal('conflict', 'participant', 'Participant already exists')).toMatchObject({
      message: 'Conflict',
      status: 409,
      body: { code: 50433, message: 'Participant already exists' },
    });
  });

  it('asTwilio lets results through and translates rejections', async () => {
    await expect(asTwilio(Promise.resolve(7))).resolves.toBe(7);
    const failing = asTwilio(Promise.reject(new ChatError('not-found', 'unable to find it')), 'participant');
    await expect(failing).rejects.toMatchObject({ status: 404, code: 50432 });
  });
});
