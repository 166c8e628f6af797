import type { SignalingSource } from './acs-signaling-transport.js';

/**
 * A new client for each start. One whose token was refused a few times gives up without a word, and stopping and
 * starting it does not revive it, whatever token it is given then.
 */
export function freshSource(create: () => SignalingSource): SignalingSource {
  let client: SignalingSource | undefined;
  return {
    startRealtimeNotifications: () => (client = create()).startRealtimeNotifications(),
    stopRealtimeNotifications: async () => client?.stopRealtimeNotifications(),
    on: (event, listener) => client?.on(event, listener),
  };
}
