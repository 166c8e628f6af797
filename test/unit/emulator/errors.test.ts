import { describe, expect, it } from 'vitest';
import { defaultBehaviour, type Behaviour } from '../../../src/emulator/behaviour.js';
import { refuse, toErrorBody, type ServiceError } from '../../../src/emulator/errors.js';

describe('toErrorBody', () => {
  const plain = refuse.notFound('gone', 'chatThreadId');
  const reported = refuse.tooManyParticipants('many');

  it.each<[string, ServiceError, Partial<Behaviour>, object]>([
    ['the documented body', plain, {}, { error: { code: 'NotFound', message: 'gone', target: 'chatThreadId' } }],
    [
      'no target where there is none',
      refuse.unauthorized('no'),
      {},
      { error: { code: 'Unauthorized', message: 'no' } },
    ],
    ['the reported body', reported, {}, { CommunicationError: { Code: 'BadRequest', Details: [] } }],
    [
      'the documented body for all',
      reported,
      { errorEnvelope: 'standard' },
      { error: { code: 'BadRequest', message: 'many', target: 'participants' } },
    ],
    [
      'the other body for all',
      plain,
      { errorEnvelope: 'communicationError' },
      { CommunicationError: { Code: 'NotFound', Message: 'gone' } },
    ],
    [
      'another code for 404',
      plain,
      { notFoundCode: 'Gone' },
      { error: { code: 'Gone', message: 'gone', target: 'chatThreadId' } },
    ],
    [
      'another code for 400',
      refuse.badRequest('b'),
      { badRequestCode: 'Bad' },
      { error: { code: 'Bad', message: 'b' } },
    ],
  ])('gives %s', (_, error, behaviour, expected) => {
    expect(toErrorBody(error, { ...defaultBehaviour, ...behaviour })).toEqual(expected);
  });
});
