export { configure } from './glue.js';
export type { KandyOptions } from './glue.js';
