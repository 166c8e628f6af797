/** Push where the official client has none: in Node. */
export { withNodePush } from './node-push-source.js';
