import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, BOB, makeBackend, OPERATIONS, operation, rejectionOf, THREAD } from './operations.js';
import { recordRequests, stopRecording } from './recorded-service.js';

afterEach(stopRecording);

const TELLING = OPERATIONS.filter(({ result }) => result !== undefined);
const SILENT = OPERATIONS.filter(({ result }) => result === undefined);

describe.each(TELLING)('$name', (op) => {
  it.each([
    ['is no JSON', '{"value": [', undefined],
    ['is HTML that claims to be JSON', '<html></html>', undefined],
    ['is not JSON by its own account', '{"id":"1","value":[]}', 'text/html'],
    ['is empty', undefined, undefined],
    ['is null', 'null', undefined],
    ['is a text', '"abc"', undefined],
    ['is an empty list', '[]', undefined],
    ['is an empty object', '{}', undefined],
    ['has an id of another kind', '{"id":{},"chatThread":{"id":[]}}', undefined],
  ])('rejects when the answer %s', async (_name, body, contentType) => {
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    const requests = recordRequests([{ status: op.status, body, headers }]);
    const error = await rejectionOf(op.call(makeBackend()));
    expect(error).toMatchObject({ code: 'service-error', status: op.status, isRetryable: true });
    expect(requests).toHaveLength(1);
  });
});

describe.each(SILENT)('$name', (op) => {
  it('does not mind a body that says nothing', async () => {
    for (const body of ['{}', 'null', '[]', undefined]) {
      recordRequests([{ status: op.status, body }]);
      await expect(op.call(makeBackend())).resolves.toBeUndefined();
      stopRecording();
    }
  });
});

describe('odd answers', () => {
  it('keeps a page with a message that the SDK could not read', async () => {
    const odd = {
      id: 7,
      type: 'poll',
      content: { participants: [{ communicationIdentifier: {} }], initiatorCommunicationIdentifier: {} },
      senderCommunicationIdentifier: { communicationUser: {}, phoneNumber: {} },
      createdOn: 'yesterday',
      metadata: ['x'],
    };
    recordRequests([
      { status: 200, body: { value: [odd, ...(operation('listMessages').answer as { value: [] }).value] } },
    ]);
    const { items } = await makeBackend().listMessages(THREAD, 2);
    expect(items[0]).toEqual({
      id: '7',
      version: '7',
      kind: 'system',
      senderDisplayName: '',
      text: '',
      metadata: {},
      createdOn: new Date(7),
      system: { type: 'unknown' },
    });
    expect(items[1]).toMatchObject({ text: 'Hello' });
  });

  it('reads a thread with a retention policy that the SDK does not know', async () => {
    recordRequests([{ status: 200, body: { id: THREAD, retentionPolicy: { kind: 'lastActivity' } } }]);
    expect(await makeBackend().getThread(THREAD)).toEqual({
      id: THREAD,
      topic: '',
      metadata: {},
      createdOn: new Date(0),
    });
  });
});

describe('users whom the service refuses', () => {
  const refusedUser = (code: unknown) => [{ target: BOB, code, message: 'Permissions check failed' }];

  it.each([
    ['404', 'not-found'],
    ['403', 'forbidden'],
    [403, 'forbidden'],
    ['400', 'invalid-argument'],
    ['constructor', 'invalid-argument'],
    [undefined, 'invalid-argument'],
  ])('fail addMember: %s is %s', async (serviceCode, code) => {
    recordRequests([{ status: 201, body: { invalidParticipants: refusedUser(serviceCode) } }]);
    const error = await rejectionOf(makeBackend().addMember(THREAD, { userId: BOB, metadata: {} }));
    expect(error).toMatchObject({ code, details: { userId: BOB, serviceCode: String(serviceCode ?? '') } });
  });

  it('fail createThread, which says that the thread exists', async () => {
    const chatThread = { id: THREAD, topic: 'Lunch', createdOn: '2024-06-06T00:03:29Z' };
    recordRequests([{ status: 201, body: { chatThread, invalidParticipants: refusedUser('404') } }]);
    const draft = { topic: 'Lunch', metadata: {}, memberIds: [ALICE, BOB] };
    const error = await rejectionOf(makeBackend().createThread(draft));
    expect(error).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(BOB) as string,
      details: {
        thread: { id: THREAD, topic: 'Lunch', createdOn: new Date('2024-06-06T00:03:29Z') },
        invalidMembers: [{ userId: BOB, serviceCode: '404' }],
      },
    });
  });

  it.each([[undefined], [null], [[]], [{}], ['abc']])('are none when the list is %o', async (invalidParticipants) => {
    recordRequests([{ status: 201, body: { invalidParticipants } }]);
    await expect(makeBackend().addMember(THREAD, { userId: BOB, metadata: {} })).resolves.toBeUndefined();
  });
});
