import { ChatError, isChatError } from '../core/index.js';

/** Why the official client did not start. It tells in words only, and some of them are the service's. */
export function startError(error: unknown): ChatError {
  if (isChatError(error)) return error;
  const words = error instanceof Error ? error.message : '';
  if (/\bStatus: 401\b/.test(words)) {
    return new ChatError('unauthorized', 'unable to start real-time events; the access token was refused', {
      status: 401,
    });
  }
  // Ours: see realtime-node.
  if (words.startsWith('push cannot')) {
    return new ChatError('unavailable', `unable to start real-time events; ${words}`, { cause: error });
  }
  if (/not supported in node|only supported in the browser/i.test(words)) {
    return new ChatError('unavailable', 'unable to start real-time events; push is not available in this runtime');
  }
  const status = /\bStatus: (\d{3})\b/.exec(words)?.[1];
  const reason = status === undefined ? 'the service did not answer' : `the service answered with status ${status}`;
  return new ChatError('unavailable', `unable to start real-time events; ${reason}`, {
    status: status === undefined ? undefined : Number(status),
  });
}
