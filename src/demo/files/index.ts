export { createFileRoutes } from './file-routes.js';
export { openDemoFiles } from './demo-files.js';

export type { DemoFiles } from './demo-files.js';
