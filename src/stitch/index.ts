export { configure } from './glue.js';
export type { StitchOptions } from './glue.js';
