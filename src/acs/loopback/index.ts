import type { ChatClientOptions } from '@azure/communication-chat';
import type { ServiceEndpoint } from '../../core/index.js';

type PolicyConfig = NonNullable<ChatClientOptions['additionalPolicies']>[number];

/**
 * Lets the SDK talk plain http to an emulator on this machine; clients load it when there is one. The SDK refuses to put a token on anything but https, so the
 * first policy shows it an https address and the second, which runs after that check, puts the real one back. Both
 * touch addresses of the emulator only.
 */
export function loopbackPolicies({ host }: ServiceEndpoint): PolicyConfig[] {
  const [http, https] = [`http://${host}/`, `https://${host}/`];
  return [
    {
      position: 'perCall',
      policy: {
        name: 'rethreadShowHttps',
        sendRequest: (request, next) => {
          if (request.url.startsWith(http)) request.url = https + request.url.slice(http.length);
          return next(request);
        },
      },
    },
    {
      position: 'perRetry',
      policy: {
        name: 'rethreadUseHttp',
        sendRequest: (request, next) => {
          if (request.url.startsWith(https)) {
            request.url = http + request.url.slice(https.length);
            request.allowInsecureConnection = true;
            // Set by HTTPS_PROXY and the like: a proxy elsewhere cannot reach this machine and must not see the token.
            delete request.agent;
          }
          return next(request);
        },
      },
    },
  ];
}
