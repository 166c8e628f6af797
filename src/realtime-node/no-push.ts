import type { SignalingSource } from '../realtime/index.js';

/** Stands in for `node-push-source` in bundles for browsers and React Native: the official client has push there. */
export const withNodePush = (client: SignalingSource): SignalingSource => client;
