import { ChatError, type ChatErrorCode } from '../core/index.js';

const CODES: Readonly<Record<number, ChatErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
  429: 'rate-limited',
};

/** @throws ChatError with the code that fits the status, when it is not 2xx. */
export async function assertOk(operation: string, response: Response): Promise<void> {
  if (response.ok) return;
  // Without this the connection stays busy until the garbage collector finds the response.
  await response.body?.cancel();
  const { status } = response;
  const code = CODES[status] ?? (status >= 400 && status < 500 ? 'invalid-argument' : 'service-error');
  throw new ChatError(code, `unable to ${operation}; the file service answered ${status}`, {
    status,
    retryAfterMs: retryAfter(response),
  });
}

function retryAfter(response: Response): number | undefined {
  const seconds = response.headers.get('retry-after');
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
