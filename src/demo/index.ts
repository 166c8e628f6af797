export { startDemo } from './start-demo.js';

export type { Demo, DemoOptions } from './start-demo.js';
