export { configure } from './glue.js';
export type { SignalWireOptions } from './glue.js';
