import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import type { EmulatorServices } from '../emulator-services.js';
import { codeOfStatus, ServiceError, toErrorBody } from '../errors.js';
import type { FaultAction } from '../fault-rules.js';
import type { LoggedRequest } from '../request-log.js';

/** What earlier middleware leaves for later ones. */
export interface RequestState {
  Bindings: HttpBindings;
  Variables: { entry: LoggedRequest };
}

type Answer = Extract<FaultAction, { kind: 'answer' }>;
type Garble = Extract<FaultAction, { kind: 'garble' }>;

/** Lets the faults in force happen to a request. */
export function createFaultMiddleware(services: EmulatorServices): MiddlewareHandler<RequestState> {
  return async (context, next) => {
    const entry = context.get('entry');
    const actions = [...cutActions(services, entry), ...services.faultRules.take(entry)];
    const [early, late] = split(actions);
    for (const action of early) {
      if (action.kind === 'delay') await sleepUntilStop(action.ms, services.stopping);
      else if (action.kind === 'drop') return cutConnection(context.env);
      else if (action.kind === 'answer') return toAnswer(action, services);
    }
    await next();
    for (const action of late) {
      if (action.kind === 'delay') await sleepUntilStop(action.ms, services.stopping);
      else if (action.kind === 'drop') context.res = cutConnection(context.env);
      else if (action.kind === 'answer') context.res = toAnswer(action, services);
      else if (action.kind === 'garble') context.res = garbled(action, context.res);
      else context.res = await sendHalf(context.res, context.env);
    }
    return undefined;
  };
}

function cutActions({ userFaults }: EmulatorServices, { userId }: LoggedRequest): FaultAction[] {
  const mode = userFaults.cutModeOf(userId);
  if (!mode) return [];
  return mode === 'drop' ? [{ kind: 'drop' }] : [{ kind: 'answer', status: 503 }];
}

function split(actions: readonly FaultAction[]): [early: FaultAction[], late: FaultAction[]] {
  const isLate = (action: FaultAction): boolean =>
    action.kind === 'truncate' || action.kind === 'garble' || action.afterCommit === true;
  return [actions.filter((action) => !isLate(action)), actions.filter(isLate)];
}

async function sleepUntilStop(ms: number, signal: AbortSignal): Promise<void> {
  // A stop cuts the connections, so nobody waits for what follows.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function toAnswer({ status, retryAfterSeconds }: Answer, { options }: EmulatorServices): Response {
  const error = new ServiceError(status, codeOfStatus(status), 'A fault of the emulator answers here.');
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return Response.json(toErrorBody(error, options.behaviour), { status, headers });
}

function garbled({ body, contentType = 'application/json' }: Garble, { status, headers }: Response): Response {
  const changed = new Headers(headers);
  changed.delete('content-length');
  changed.set('content-type', contentType);
  return new Response(body, { status, headers: changed });
}

function cutConnection({ incoming }: HttpBindings): Response {
  incoming.socket.destroy();
  return alreadySent();
}

async function sendHalf(response: Response, { incoming, outgoing }: HttpBindings): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  outgoing.writeHead(response.status, { ...headers, 'content-length': body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
  return alreadySent();
}

/** The HTTP adapter leaves the connection alone when it sees this header. */
function alreadySent(): Response {
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}
