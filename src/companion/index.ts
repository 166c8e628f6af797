/** The client of the companion service: a chunk of its own, loaded by those whose connection token names one. */
export { connectCompanion } from './connect-companion.js';

export type { CompanionParts } from './connect-companion.js';
