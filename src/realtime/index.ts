/** How changes reach us while we are looking: {@link RealtimeTransport} by push, by polling, or whichever works. */
export { AcsSignalingTransport } from './acs-signaling-transport.js';
export type { AcsSignalingTransportOptions, SignalingSource } from './acs-signaling-transport.js';
export { freshSource } from './fresh-source.js';
export { FallbackTransport } from './fallback-transport.js';
export type { FallbackTransportOptions } from './fallback-transport.js';
export { PollingTransport } from './polling-transport.js';
export type { PollingTransportOptions } from './polling-transport.js';
