/** `note`: worth knowing, nothing is wrong. `skipped`: could not be looked at, because something before failed or is missing. */
export type CheckState = 'ok' | 'note' | 'problem' | 'skipped';

/** One line of the report. Never has any part of a token in it. */
export interface CheckResult {
  readonly state: CheckState;
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
}

/** What is looked at. */
export interface Setup {
  /** The connection token or access token, as the app's backend gives it out. */
  readonly token?: string | undefined;
  /** Needed with a plain access token. */
  readonly endpoint?: string | undefined;
  /** Of the page that the app runs in, for CORS. */
  readonly origin?: string | undefined;
  /** The address that an `HttpMediaStore` would be given. */
  readonly mediaUrl?: string | undefined;
  /** How long one check may take. */
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** What the token and the options say together. */
export interface Facts {
  readonly endpoint: string | undefined;
  readonly accessToken: string | undefined;
  readonly companion: string | undefined;
}

export type Check = (setup: Setup, facts: Facts) => Promise<CheckResult>;

export const ok = (message: string): CheckResult => ({ state: 'ok', message });
export const note = (message: string, advice?: string): CheckResult => ({ state: 'note', message, advice });
export const problem = (message: string, advice: string): CheckResult => ({ state: 'problem', message, advice });
export const skipped = (message: string): CheckResult => ({ state: 'skipped', message });

/** Asks an address; what goes wrong on the way is told in words. */
export async function ask(
  url: string,
  { timeoutMs }: Pick<Setup, 'timeoutMs'>,
  init: RequestInit = {},
): Promise<Response | { readonly failure: string }> {
  try {
    return await fetch(url, { redirect: 'manual', ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    return { failure: describe(error, timeoutMs) };
  }
}

function describe(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? error.message;
}
