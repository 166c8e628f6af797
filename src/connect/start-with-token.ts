import { isChatError } from '../core/index.js';
import type { Link } from './create-link.js';

/**
 * Starts the session. Push is refused without a word to the refresher, so that is asked here.
 * @throws ChatError
 */
export async function startWithToken({ session, tokens }: Link): Promise<void> {
  const token = tokens.current();
  try {
    await session.start();
  } catch (error) {
    if (!isChatError(error, 'unauthorized') || !(await tokens.refresh(token))) throw error;
    await session.start();
  }
}
