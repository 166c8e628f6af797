import { Hono } from 'hono';
import { createChatRoutes } from './chat-routes/index.js';
import { createControlRoutes } from './control-routes.js';
import type { EmulatorServices } from './emulator-services.js';
import { refuse, ServiceError, toErrorBody } from './errors.js';
import { createFaultMiddleware, type RequestState } from './http/fault-middleware.js';
import { createRequestRecorder } from './http/request-recorder.js';
import { createStandardHeaders } from './http/standard-headers.js';
import { createIdentityRoutes } from './identity-routes.js';

/** Everything the emulator answers over HTTP. The order matters: controls come before the log and the faults. */
export function createApp(services: EmulatorServices): Hono<RequestState> {
  const app = new Hono<RequestState>();
  app.use(createStandardHeaders());
  app.route('/', createControlRoutes(services));
  app.use(createRequestRecorder(services));
  app.use(createFaultMiddleware(services));
  app.route('/', createChatRoutes(services));
  app.route('/', createIdentityRoutes(services));
  app.route('/', services.realtime.routes);
  app.notFound(() => {
    throw refuse.notFound('There is nothing at this path.');
  });
  app.onError((error) => toErrorResponse(error, services));
  return app;
}

function toErrorResponse(error: Error, { options }: EmulatorServices): Response {
  // The text of an unexpected error could quote a request, so it stays inside.
  const known =
    error instanceof ServiceError ? error : new ServiceError(500, 'InternalServerError', 'The emulator failed.');
  return Response.json(toErrorBody(known, options.behaviour), {
    status: known.status,
    headers: known.extra.headers ?? {},
  });
}
