import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addSignaling } from '../../../src/realtime-node/node-only/add-signaling.js';
import { makeJwt } from '../../helper/make-jwt.js';

const ENDPOINT = 'https://contoso.communication.azure.com';

function officialClient(): ChatClient {
  const credential = new AzureCommunicationTokenCredential(makeJwt({ exp: 4_000_000_000 }));
  return new ChatClient(ENDPOINT, credential);
}

describe('addSignaling', () => {
  afterEach(() => vi.restoreAllMocks());

  // Not part of the official client's types. When this fails after an update, push in Node needs another way in.
  it('relies on fields that the official client has', () => {
    expect(officialClient()).toMatchObject({
      signalingClient: undefined,
      tokenCredential: { getToken: expect.any(Function) },
      clientOptions: {
        signalingClientOptions: { resourceEndpoint: ENDPOINT, gatewayApiVersion: expect.stringMatching(/^\d{4}-/) },
      },
    });
  });

  it('gives the client what its build for browsers has', () => {
    const client = officialClient();
    addSignaling(client);
    expect(Reflect.get(client, 'signalingClient')).toMatchObject({
      start: expect.any(Function),
      stop: expect.any(Function),
      on: expect.any(Function),
    });
  });

  it('leaves a signaling client alone that is there already', () => {
    const signalingClient = {};
    const client = officialClient();
    Reflect.set(client, 'signalingClient', signalingClient);
    addSignaling(client);
    expect(Reflect.get(client, 'signalingClient')).toBe(signalingClient);
  });

  it.each(['signalingClient', 'tokenCredential', 'clientOptions'])('refuses a client without %s', (name) => {
    const client = officialClient();
    Reflect.deleteProperty(client, name);
    expect(() => addSignaling(client)).toThrow(/keeps its signaling client elsewhere/);
  });

  it('holds the process with one timer while a client runs', () => {
    const set = vi.spyOn(globalThis, 'setInterval');
    const cleared = vi.spyOn(globalThis, 'clearInterval');
    const added = addSignaling(officialClient());
    added.hold();
    added.hold();
    expect(set).toHaveBeenCalledOnce();

    const other = addSignaling(officialClient());
    other.hold();
    added.release();
    expect(cleared).not.toHaveBeenCalled();
    other.release();
    expect(cleared).toHaveBeenLastCalledWith(set.mock.results[0]!.value);

    added.hold();
    expect(set).toHaveBeenCalledTimes(2);
    added.release();
  });
});
