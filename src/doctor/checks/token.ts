import { decodeConnectionToken, isConnectionToken, parseAccessToken } from '../../identity/index.js';
import { type CheckResult, note, ok, problem, type Setup, skipped } from '../check.js';

/** The token can be read, and has not ended. */
export function checkToken({ token, endpoint, now }: Setup): Promise<CheckResult> {
  return Promise.resolve(judge(token, endpoint, now()));
}

function judge(token: string | undefined, endpoint: string | undefined, now: number): CheckResult {
  if (token === undefined) return skipped('no token was given');
  const isWrapped = isConnectionToken(token);
  let accessToken = token;
  if (isWrapped) {
    try {
      accessToken = decodeConnectionToken(token).token;
    } catch (error) {
      const message = error instanceof Error ? error.message : 'it cannot be read';
      return problem(message, 'ask the backend for another one');
    }
  } else if (endpoint === undefined) {
    return problem(
      'a plain access token does not say where its service is',
      'add --endpoint, or use a connection token',
    );
  }
  const { expiresOn } = parseAccessToken(accessToken);
  const kind = isWrapped ? 'connection token' : 'plain access token';
  if (!expiresOn) return note(`${kind}; when it ends cannot be read`, 'the service knows: see the line "access"');
  const minutes = Math.round((expiresOn.getTime() - now) / 60_000);
  if (minutes < 0) return problem(`${kind}; it ended ${duration(-minutes)} ago`, 'get a new one from the backend');
  return ok(`${kind}; it ends in ${duration(minutes)}`);
}

function duration(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}
