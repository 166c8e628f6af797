import type { CompanionRequest } from '../../src/companion/index.js';
import { ChatError, fieldsOf, textOf } from '../../src/core/index.js';

const CODES: Readonly<Record<number, 'not-found' | 'forbidden' | 'too-large' | 'unavailable'>> = {
  403: 'forbidden',
  404: 'not-found',
  413: 'too-large',
  503: 'unavailable',
};

/** Asks a companion with a session; that of `mini-companion.ts` takes names for sessions. */
export function companionRequest(
  base: string,
  session: string,
  acsToken: string,
  ask: (request: Request) => Promise<Response> = fetch,
): CompanionRequest {
  return async (method, path, body, { signal, withAcsToken } = {}) => {
    const response = await ask(
      new Request(base + path, {
        method,
        headers: {
          authorization: `Bearer ${session}`,
          ...(withAcsToken && { 'x-acs-token': acsToken }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      }),
    ).catch((cause: unknown) => {
      throw new ChatError('unavailable', 'unable to ask the companion; it did not answer', { cause });
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (response.ok) return answer;
    const { code, detail } = fieldsOf(answer);
    const { status } = response;
    throw new ChatError(CODES[status] ?? 'invalid-argument', textOf(detail), { status, details: { code } });
  };
}
