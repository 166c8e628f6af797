import { ChatError, fieldsOf, textOf } from '../core/index.js';
import { isConnectionToken, parseAccessToken, withPatience } from '../identity/index.js';

/** What an app's `exchangeToken` answers: a token, or a token and whose it is. */
export type ExchangedToken =
  | string
  | {
      /** An access token of Azure, or a connection token. */
      readonly token: string;
      /** Whose it is, in the names of the app. */
      readonly user?: { readonly id?: string | undefined; readonly name?: string | undefined } | undefined;
    };

/** Gets a token of Azure for a token of the former provider. */
export type ExchangeToken = (token: string) => PromiseLike<ExchangedToken> | ExchangedToken;

export interface UsableToken {
  readonly token: string;
  /** The app's name for the user, if the exchange told it. */
  readonly identity: string | undefined;
  readonly displayName: string | undefined;
}

const PATIENCE_MS = 30_000;

/**
 * A token that works here, from whatever the app holds: a connection token or an access token of Azure as it is, anything
 * else by the app's exchange.
 * @throws ChatError `unauthorized` when the exchange gives none, `unavailable` when it fails or does not answer; never shows a token
 */
export async function toUsableToken(token: string, exchange: ExchangeToken | undefined): Promise<UsableToken> {
  const isOurs = isConnectionToken(token) || parseAccessToken(token).userId !== undefined;
  if (isOurs || !exchange) return { token, identity: undefined, displayName: undefined };
  const answer = await withPatience('`exchangeToken`', PATIENCE_MS, () => exchange(token));
  const { token: exchanged, user } = typeof answer === 'string' ? { token: answer, user: undefined } : fieldsOf(answer);
  if (textOf(exchanged) === '')
    throw new ChatError('unauthorized', 'unable to connect; `exchangeToken` gave no token for this user', {
      status: 401,
    });
  const { id, name } = fieldsOf(user);
  return {
    token: textOf(exchanged),
    identity: textOf(id) || undefined,
    displayName: textOf(name) || undefined,
  };
}
