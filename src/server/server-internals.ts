import type { Context } from 'hono';
import type * as z from 'zod';
import type { Logger } from '../core/index.js';

/** Who asks: from the session, which was checked before. */
export interface Caller {
  readonly identity: string;
  /** The ACS user, such as `8:acs:…`. */
  readonly userId: string;
}

/** What the app offers to routes of other folders. */
export interface ServerInternals {
  /** Behind the session check only. */
  callerOf(context: Context): Caller;
  /**
   * Asks ACS with the caller's own access token (`x-acs-token`) whether they are in the thread; a yes is remembered
   * for half a minute.
   *
   * @throws Problem 401, 403, 404 or 503
   */
  assertMember(context: Context, threadId: string): Promise<void>;
  /** @throws Problem 400 when the body is not JSON or not of this form. */
  readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T>;
  readonly logger: Logger;
}
