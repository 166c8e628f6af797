import type { BrowserContext, Page, Route } from 'playwright-core';
import { makeJwt } from '../helper/make-jwt.js';

/** What the service does with the next request: it lets the user in, leaves out a token, or refuses. */
export type KandyTokenAnswer = 'tokens' | 'no-id-token' | 'refusal';

const TOKEN_URL = /^https:\/\/[^/]*\/cpaas\/auth\/v1\/token$/;

/**
 * Answers a page that asks Kandy for tokens, at whatever host, with those of ACS. The user name of the request is the name on
 * the stage; any password but `wrong` is right.
 */
export class KandyTokenService {
  /** The fields of each request. */
  readonly requests: Record<string, string>[] = [];
  answer: KandyTokenAnswer = 'tokens';
  readonly #tokens: Readonly<Record<string, string>>;

  /** @param tokens name → access token of ACS */
  constructor(tokens: Readonly<Record<string, string>>) {
    this.#tokens = tokens;
  }

  /** Puts itself in the place of the real one. */
  async serve(pages: BrowserContext | Page): Promise<void> {
    await pages.route(TOKEN_URL, (route) => this.#respond(route));
  }

  async #respond(route: Route): Promise<void> {
    const fields = Object.fromEntries(new URLSearchParams(route.request().postData() ?? ''));
    this.requests.push(fields);
    const { username = '', password } = fields;
    const accessToken = Object.hasOwn(this.#tokens, username) ? this.#tokens[username] : undefined;
    const isRefused = this.answer === 'refusal' || password === 'wrong' || accessToken === undefined;
    await route.fulfill({
      status: isRefused ? 401 : 200,
      headers: { 'access-control-allow-origin': '*' },
      json: isRefused
        ? { error: 'invalid_grant' }
        : {
            access_token: accessToken,
            ...(this.answer === 'tokens' && { id_token: makeJwt({ preferred_username: username }) }),
            expires_in: 28_800,
          },
    });
  }
}
