import type { RealtimeChannel, RealtimeChannelOptions } from './realtime-channel.js';

export type {
  PushFaults,
  RealtimeChannel,
  RealtimeChannelOptions,
  SessionFacts,
  SessionTransport,
  SocketFilter,
} from './realtime-channel.js';

/** Creates the push channel; the server mounts its routes and forwards `upgrade` events to it. */
export function createRealtimeChannel(_options: RealtimeChannelOptions): RealtimeChannel {
  throw new Error('unable to create the real-time channel; it is not built yet');
}
