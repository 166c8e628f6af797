export { createRealtimeChannel } from './create-realtime-channel.js';
export type {
  PushFaults,
  RealtimeChannel,
  RealtimeChannelOptions,
  SessionFacts,
  SessionTransport,
  SocketFilter,
} from './realtime-channel.js';
