import type { AddedSignaling } from '../push-setup.js';
import { createProcessHold } from './process-hold.js';
import { signalingPackage } from './signaling-package.js';

/** Fields of the official client that its types hide. Its build for browsers fills `signalingClient` from the others. */
interface ChatClientFields {
  signalingClient: object | undefined;
  tokenCredential: object;
  clientOptions: { signalingClientOptions: { resourceEndpoint: string; gatewayApiVersion: string } };
}

/** {@inheritDoc PushSetup.addSignaling} */
export function addSignaling(client: object): AddedSignaling {
  assertFields(client);
  const { SignalingClient, logger } = signalingPackage();
  client.signalingClient ??= new SignalingClient(
    client.tokenCredential,
    logger,
    client.clientOptions.signalingClientOptions,
  );
  return createProcessHold();
}

function assertFields(client: object): asserts client is ChatClientFields {
  const { tokenCredential, clientOptions } = client as Partial<ChatClientFields>;
  const { resourceEndpoint, gatewayApiVersion } = clientOptions?.signalingClientOptions ?? {};
  const isComplete = 'signalingClient' in client && tokenCredential !== undefined;
  if (!isComplete || resourceEndpoint === undefined || gatewayApiVersion === undefined) {
    throw new Error('this version of @azure/communication-chat keeps its signaling client elsewhere');
  }
}
