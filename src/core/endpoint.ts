/** Where a chat service is. */
export interface ServiceEndpoint {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  readonly host: string;
  /** `http://` on this machine: an emulator. */
  readonly isLoopbackHttp: boolean;
}

const LOOPBACK_HOST = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks an address that a token will be sent to.
 * @returns what is wrong with it, as the end of a sentence, when it cannot be used. Never quotes what was passed: people
 *   paste connection strings, with the key, into this field.
 */
export function readEndpoint(text: string): ServiceEndpoint | string {
  const url = parseUrl(text);
  const isHttp = url?.protocol === 'http:';
  if (!url || (!isHttp && url.protocol !== 'https:')) {
    return 'is not an https:// address';
  }
  if (!isSafe(url)) return 'begins with http://, which is allowed for an emulator on this machine only';
  if (url.pathname + url.search + url.hash + url.username + url.password !== '/') {
    return 'may hold nothing but scheme, host and port';
  }
  return { origin: url.origin, host: url.host, isLoopbackHttp: isHttp };
}

/** Whether nobody can listen: `https://`, or `http://` on this machine. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname));
}

/** @returns `undefined` when it is no URL, not even one relative to `base`. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
