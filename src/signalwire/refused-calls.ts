import { NotSupportedError } from '../core/index.js';

/** What the original's client has for calls, and what it gives: of these, `dial` and `reattach` a call at once. */
export interface RefusedCalls {
  /** @throws NotSupportedError */
  readonly dial: (params?: unknown) => never;
  /** @throws NotSupportedError */
  readonly reattach: (params?: unknown) => never;
  /** Rejects with NotSupportedError. */
  readonly online: (params?: unknown) => Promise<never>;
  /** Rejects with NotSupportedError. */
  readonly offline: () => Promise<never>;
  /** Rejects with NotSupportedError. */
  readonly registerDevice: (params?: unknown) => Promise<never>;
  /** Rejects with NotSupportedError. */
  readonly unregisterDevice: (params?: unknown) => Promise<never>;
  /** Rejects with NotSupportedError. */
  readonly handlePushNotification: (params?: unknown) => Promise<never>;
}

/** Calls are no part of a chat service. */
export function refuseCalls(): RefusedCalls {
  const refusal = (member: string): NotSupportedError =>
    new NotSupportedError(
      `client.${member}`,
      'It belongs to calls, and this library is the chat layer alone.',
      'Azure Communication Services has a calling SDK of its own.',
    );
  const reject = (member: string) => (): Promise<never> => Promise.reject(refusal(member));
  return {
    dial() {
      throw refusal('dial');
    },
    reattach() {
      throw refusal('reattach');
    },
    online: reject('online'),
    offline: reject('offline'),
    registerDevice: reject('registerDevice'),
    unregisterDevice: reject('unregisterDevice'),
    handlePushNotification: reject('handlePushNotification'),
  };
}
