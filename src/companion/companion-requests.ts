import { ChatError, type ChatErrorCode, fieldsOf, textOf } from '../core/index.js';

/** What proves who asks; read anew for each request. */
export interface Credentials {
  /** The ACS access token. */
  current(): string;
  /** The companion's own proof, from the connection token. */
  readonly session: string | undefined;
  refresh(rejected: string): Promise<boolean>;
}

export interface RequestOptions {
  /** For what only members may do: the companion asks ACS with the caller's own token. */
  readonly withAcsToken?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** How long an answer is waited for, in milliseconds. Default: 10 seconds. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;

/** For what events wait for: they go on without it. */
export const SHORT_PATIENCE_MS = 3_000;

/** Makes one request of the companion. @returns the JSON of the answer, `undefined` without one @throws ChatError */
export type CompanionRequest = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  options?: RequestOptions,
) => Promise<unknown>;

const CODES: Readonly<Record<number, ChatErrorCode>> = {
  400: 'invalid-argument',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'conflict',
  413: 'too-large',
  415: 'invalid-argument',
  429: 'rate-limited',
  501: 'not-supported',
};

/** Nothing is asked twice, except after a refused token that somebody could replace. */
export function createCompanionRequest(url: string, credentials: Credentials): CompanionRequest {
  const base = url.replace(/\/+$/, '');
  const send: CompanionRequest = async (method, path, body, options = {}) => {
    const { withAcsToken = false, signal, patienceMs = PATIENCE_MS } = options;
    const headers: Record<string, string> = { authorization: `Bearer ${credentials.session ?? ''}` };
    if (withAcsToken) headers['x-acs-token'] = credentials.current();
    if (body !== undefined) headers['content-type'] = 'application/json';
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const timer = setTimeout(end, patienceMs);
    signal?.addEventListener('abort', end);
    const init = {
      method,
      headers,
      signal: ending.signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    try {
      const response = await fetch(base + path, init);
      return await readAnswer(response);
    } catch (cause) {
      if (signal?.aborted) throw new ChatError('cancelled', 'unable to ask the companion; it was cancelled');
      if (cause instanceof ChatError) throw cause;
      throw new ChatError('service-error', 'unable to reach the companion; it did not answer. Try again later.', {
        cause,
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  };
  return async (method, path, body, options) => {
    const token = credentials.current();
    try {
      return await send(method, path, body, options);
    } catch (error) {
      const isRefused = error instanceof ChatError && error.code === 'unauthorized';
      if (!isRefused || !(await credentials.refresh(token))) throw error;
      return send(method, path, body, options);
    }
  };
}

async function readAnswer(response: Response): Promise<unknown> {
  const { status } = response;
  const answer = parseJson(await response.text());
  if (response.ok) return answer;
  const { code, detail } = fieldsOf(answer);
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  throw new ChatError(
    CODES[status] ?? (status < 500 ? 'invalid-argument' : 'service-error'),
    textOf(detail) || `unable to use the companion; it answered ${status}`,
    {
      status,
      retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : undefined,
      details: { serviceCode: textOf(code) },
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** A part of a path: ids and identities may hold anything. */
export const segment = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
