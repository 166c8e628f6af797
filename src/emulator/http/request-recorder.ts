import type { MiddlewareHandler } from 'hono';
import { peekUserId } from '../auth/tokens.js';
import type { EmulatorServices } from '../emulator-services.js';
import type { RequestState } from './fault-middleware.js';
import { pathOf, type RequestLike } from './request-url.js';

/** Writes every request into the log before anything is done about it. */
export function createRequestRecorder({ log, clock }: EmulatorServices): MiddlewareHandler<RequestState> {
  return async (context, next) => {
    const { req } = context;
    const entry = {
      method: req.method,
      path: readablePath(pathOf(req)),
      userId: callerOf(req),
      status: 0,
      at: clock.now(),
    };
    log.add(entry);
    context.set('entry', entry);
    await next();
    if (!context.res.headers.has('x-hono-already-sent')) entry.status = context.res.status;
  };
}

/** Chat operations carry a bearer token; the push channel has a header of its own. */
function callerOf(request: RequestLike): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const token = bearer ?? request.header('x-skypetoken');
  return token === undefined ? undefined : peekUserId(token);
}

function readablePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
