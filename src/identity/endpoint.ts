const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with a service endpoint, as the end of a sentence; `undefined` when it can be used. */
export function endpointProblem(endpoint: string): string | undefined {
  const url = parseUrl(endpoint);
  if (url === undefined) return 'is not a URL such as https://my-resource.communication.azure.com';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return `has the scheme "${url.protocol}", but must begin with https://`;
  return LOOPBACK.test(url.hostname)
    ? undefined
    : 'begins with http://, which is allowed for an emulator on this machine only (localhost, 127.0.0.1, [::1])';
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
