import { errors, jwtVerify } from 'jose';
import { encodeBase64Url } from '../identity/index.js';
import { Problem } from './problem.js';
import type { Caller } from './server-internals.js';
import { type Sign, signWith } from './session-signature.js';
import { type DocumentStore, storageKey } from './store/index.js';

/** What {@link Sessions} works with. */
export interface SessionsOptions {
  readonly key: Promise<CryptoKey>;
  /** Where the companion answers: a session of another one is refused. */
  readonly audience: string;
  readonly documents: DocumentStore;
  /** In milliseconds. */
  readonly now: () => number;
}

interface Revocation {
  /** How often the sessions of this identity were revoked. */
  readonly generation: number;
}

const ISSUER = 'rethread-companion';
const ALGORITHM = 'HS256';
const HEADER = encodeBase64Url(JSON.stringify({ alg: ALGORITHM, typ: 'JWT' }));

/** The companion's own proof of who somebody is, signed and bound to this companion. */
export class Sessions {
  readonly #options: SessionsOptions;
  #sign: Sign | undefined;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  async issue({ identity, userId }: Caller, expiresOn: Date): Promise<string> {
    const { key, audience, now } = this.#options;
    const claims = {
      uid: userId,
      // Counted, not timed: a session of the same second as its revocation must be told apart from its successor.
      gen: await this.#generationOf(identity),
      iss: ISSUER,
      aud: audience,
      sub: identity,
      iat: Math.floor(now() / 1000),
      exp: Math.floor(expiresOn.getTime() / 1000),
    };
    const signed = `${HEADER}.${encodeBase64Url(JSON.stringify(claims))}`;
    this.#sign ??= signWith(await key);
    return `${signed}.${await this.#sign(signed)}`;
  }

  /** @throws Problem 401 `session-invalid`, `session-expired` or `session-revoked` */
  async verify(session: string): Promise<Caller> {
    const { sub: identity, uid: userId, gen: generation } = await this.#read(session);
    if (typeof identity !== 'string' || typeof userId !== 'string' || typeof generation !== 'number') throw invalid();
    if (generation < (await this.#generationOf(identity))) throw refused('session-revoked', 'was revoked');
    return { identity, userId };
  }

  /** Refuses every session that was issued to this identity so far. */
  async revoke(identity: string): Promise<void> {
    const key = await storageKey('sessions', identity);
    await this.#options.documents.update<Revocation>(key, (current) => ({
      generation: (current?.value.generation ?? 0) + 1,
    }));
  }

  async #read(session: string): Promise<Readonly<Record<string, unknown>>> {
    const { key, audience, now } = this.#options;
    try {
      const { payload } = await jwtVerify(session, await key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience,
        requiredClaims: ['iat', 'exp', 'sub'],
        currentDate: new Date(now()),
      });
      return payload;
    } catch (error) {
      throw error instanceof errors.JWTExpired ? refused('session-expired', 'has ended') : invalid();
    }
  }

  async #generationOf(identity: string): Promise<number> {
    const stored = await this.#options.documents.get<Revocation>(await storageKey('sessions', identity));
    return stored?.value.generation ?? 0;
  }
}

const invalid = (): Problem => refused('session-invalid', 'is none of this companion');

function refused(code: string, reason: string): Problem {
  const detail = `unable to use the session; it ${reason}. Fetch a new connection token`;
  return new Problem(401, code, detail, { headers: { 'www-authenticate': 'Bearer' } });
}
