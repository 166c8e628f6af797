import { ChatError, isChatError } from '../core/index.js';

/**
 * What an app's own function answers: in time, or an error that says which function it was.
 * @param what names the function, such as "`identities.userIdOf`"
 * @throws ChatError `unavailable` when it fails or takes longer; its own text may hold what was passed, and is not quoted
 */
export async function withPatience<T>(what: string, ms: number, ask: () => T | PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(what, `did not answer within ${ms / 1_000} s`)), ms);
  });
  try {
    return await Promise.race([Promise.resolve().then(ask), late]);
  } catch (cause) {
    throw isChatError(cause) ? cause : unavailable(what, 'failed', cause);
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (what: string, problem: string, cause?: unknown): ChatError =>
  new ChatError('unavailable', `unable to look it up; ${what} ${problem}`, { cause });
