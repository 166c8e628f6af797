import type { SignalingSource } from '../realtime/index.js';
import type { AddedSignaling, PushSetup } from './push-setup.js';
import { runsInNode } from './runs-in-node.js';

/**
 * The official client with real-time events in Node, too; elsewhere the client itself. Nothing is loaded before the
 * first start, and no global is touched.
 *
 * @param client - An instance of the official `ChatClient`.
 */
export function withNodePush(client: SignalingSource): SignalingSource {
  return runsInNode() ? new NodePushSource(client) : client;
}

/** {@inheritDoc SignalingSource} Completes the client when it is started for the first time. */
class NodePushSource implements SignalingSource {
  readonly #client: SignalingSource;
  #added: Promise<AddedSignaling> | undefined;

  constructor(client: SignalingSource) {
    this.#client = client;
  }

  async startRealtimeNotifications(): Promise<void> {
    const added = await (this.#added ??= addSignaling(this.#client));
    added.hold();
    await this.#client.startRealtimeNotifications();
  }

  async stopRealtimeNotifications(): Promise<void> {
    try {
      await this.#client.stopRealtimeNotifications();
    } finally {
      (await this.#added)?.release();
    }
  }

  on(event: string, listener: (payload: unknown) => void): void {
    this.#client.on(event, listener);
  }
}

async function addSignaling(client: SignalingSource): Promise<AddedSignaling> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- hides the file from the type check without Node's types; bundlers still see a literal
    const setup = (await import('./node-only/index.js' as string)) as PushSetup;
    return setup.addSignaling(client);
  } catch (cause) {
    // Not a ChatError: this file is one that bundles for browsers leave out, and shares no code with the rest.
    throw new Error(`push cannot be set up in Node: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
