import { getRequestListener } from '@hono/node-server';
import type { NodeListener } from './node-listener-types.js';

/**
 * For `http.createServer(…)` and for `app.use(…)` of Express.
 *
 * @param companion - What {@link createCompanion} made.
 */
export function toNodeListener({ fetch }: { readonly fetch: (request: Request) => Promise<Response> }): NodeListener {
  // The adapter would otherwise replace `Request` and `Response` of the whole process.
  return getRequestListener(fetch, { overrideGlobalObjects: false }) as NodeListener;
}
