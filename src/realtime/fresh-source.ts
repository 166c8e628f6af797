import type { SignalingSource } from './acs-signaling-transport.js';

/**
 * A new client for each start. One whose token was refused a few times gives up without a word, and stopping and
 * starting it does not revive it, whatever token it is given then.
 */
export class FreshSource implements SignalingSource {
  readonly #create: () => SignalingSource;
  #client: SignalingSource | undefined;

  constructor(create: () => SignalingSource) {
    this.#create = create;
  }

  startRealtimeNotifications(): Promise<void> {
    this.#client = this.#create();
    return this.#client.startRealtimeNotifications();
  }

  async stopRealtimeNotifications(): Promise<void> {
    await this.#client?.stopRealtimeNotifications();
  }

  on(event: string, listener: (payload: unknown) => void): void {
    this.#client?.on(event, listener);
  }
}
