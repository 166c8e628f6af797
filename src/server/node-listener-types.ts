/**
 * Takes an `IncomingMessage` and a `ServerResponse` of `node:http`. They are not named, so that the types of this package
 * can be read without those of Node.
 */
export type NodeListener = (incoming: unknown, outgoing: unknown) => void;
