import type { ChatClientOptions } from '@azure/communication-chat';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

function rewrite(url: string, protocol: 'http:' | 'https:'): string {
  const parsed = new URL(url);
  if (!LOOPBACK_HOSTS.has(parsed.hostname)) return url;
  parsed.protocol = protocol;
  return parsed.toString();
}

/**
 * Lets the official chat client talk to an emulator over plain http. Its bearer policy refuses anything but https, so
 * the request pretends to be https until that check is behind it.
 */
export const loopbackPolicies: NonNullable<ChatClientOptions['additionalPolicies']> = [
  {
    position: 'perCall',
    policy: {
      name: 'loopbackPretendsHttps',
      sendRequest(request, next) {
        request.url = rewrite(request.url, 'https:');
        return next(request);
      },
    },
  },
  {
    position: 'perRetry',
    policy: {
      name: 'loopbackOverHttp',
      sendRequest(request, next) {
        request.url = rewrite(request.url, 'http:');
        request.allowInsecureConnection = true;
        return next(request);
      },
    },
  },
];
