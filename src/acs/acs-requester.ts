import { ChatError, type TokenSource } from '../core/index.js';
import { failureError, replyError, unreadableReplyError } from './acs-error.js';
import { type AcsCallOptions, type AcsReply, exchange } from './acs-exchange.js';

/** The SDK itself waits for ever, and a send without an answer would hold up all that follow it. */
const ANSWER_TIMEOUT_MS = 30_000;

/** A call of the SDK, to be made once or, when the token was refused, twice. */
export type AcsCall = (options: AcsCallOptions) => Promise<unknown>;

/** Turns calls of the SDK into answers or {@link ChatError}s. One request each, two when the token had to be replaced. */
export class AcsRequester {
  readonly #tokens: TokenSource;

  constructor(tokens: TokenSource) {
    this.#tokens = tokens;
  }

  /**
   * @param operation - What is being done, for messages: "send the message".
   * @returns the answer, always with a status of success.
   * @throws ChatError
   */
  async send(operation: string, call: AcsCall): Promise<AcsReply> {
    const first = await attempt(operation, call);
    const isRefused = first.status === 401;
    const reply = isRefused && (await this.#replaceToken(first.token)) ? await attempt(operation, call) : first;
    if (reply.status < 200 || reply.status >= 300) throw replyError(operation, reply);
    if (!reply.isReadable) throw unreadableReplyError(operation, reply);
    return reply;
  }

  /** A refresher that fails leaves us with the refused token; that refusal is what the caller is told. */
  #replaceToken(refused: string): Promise<boolean> {
    return this.#tokens.refresh(refused).catch(() => false);
  }
}

async function attempt(operation: string, call: AcsCall): Promise<AcsReply> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_TIMEOUT_MS);
  try {
    return await exchange((options) => call({ ...options, abortSignal: abort.signal }));
  } catch (failure) {
    throw abort.signal.aborted ? timeoutError(operation) : failureError(operation, failure);
  } finally {
    clearTimeout(timer);
  }
}

const timeoutError = (operation: string): ChatError =>
  new ChatError(
    'unavailable',
    `unable to ${operation}; the service did not answer within ${ANSWER_TIMEOUT_MS / 1_000} s`,
  );
