export { encodeConnectionToken } from '../identity/index.js';

export type { ConnectionTokenFields } from '../identity/index.js';
