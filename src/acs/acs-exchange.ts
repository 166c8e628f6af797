import { fieldsOf, textOf } from '../core/index.js';
import type { GetMessageOptions } from '@azure/communication-chat';

/** What every method of the SDK's clients takes last. */
export type AcsCallOptions = GetMessageOptions;

/** An answer of the service, before anybody has interpreted it. */
export interface AcsReply {
  readonly status: number;
  /** The JSON as it came; `undefined` without one. */
  readonly body: unknown;
  /** `false` when the body claims to be JSON and is not. */
  readonly isReadable: boolean;
  /** Where the answer came from. */
  readonly url: string;
  readonly requestId: string;
  /** The token that was sent along. */
  readonly token: string;
  readonly header: (name: string) => string | undefined;
}

type OnResponse = NonNullable<AcsCallOptions['onResponse']>;

/**
 * Makes one call of the SDK and returns the raw answer, whatever its status.
 *
 * The SDK's own reading of answers is left out on purpose: it fails on a field it does not expect, which would cost a
 * whole page of messages, and it does not give away where the next page is.
 *
 * @throws whatever the SDK throws when there is no answer at all.
 */
export async function exchange(call: (options: AcsCallOptions) => Promise<unknown>): Promise<AcsReply> {
  let reply: AcsReply | undefined;
  let failure: unknown;
  const onResponse: OnResponse = (response, flat, error) => {
    reply = toReply(response, error === undefined);
    // Given a page without items the SDK would fetch the next one at once, from whichever host the link names.
    delete (fieldsOf(flat) as { nextLink?: unknown }).nextLink;
  };
  try {
    await call({ requestOptions: { shouldDeserialize: false }, onResponse });
  } catch (error) {
    failure = error;
  }
  if (reply === undefined) throw failure;
  return reply;
}

function toReply(response: Parameters<OnResponse>[0], isReadable: boolean): AcsReply {
  const { request, headers } = response;
  return {
    status: response.status,
    body: response.parsedBody as unknown,
    isReadable,
    url: request.url,
    requestId: textOf(request.headers.get('x-ms-client-request-id')),
    token: textOf(request.headers.get('Authorization')).replace(/^Bearer /, ''),
    header: (name) => headers.get(name),
  };
}
