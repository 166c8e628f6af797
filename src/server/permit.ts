import type { AuthorizeAction, AuthorizeContext } from './authorize.js';
import { Problem } from './problem.js';
import type { CompanionServices } from './services.js';

/** @throws Problem 403 `forbidden` when neither the app nor the default policy allows it. */
export async function assertAllowed(
  { isAllowed }: Pick<CompanionServices, 'isAllowed'>,
  action: AuthorizeAction,
  context: AuthorizeContext,
): Promise<void> {
  if (await isAllowed(action, context)) return;
  throw new Problem(403, 'forbidden', `unable to do that; the app does not allow "${action}" to this user`);
}
