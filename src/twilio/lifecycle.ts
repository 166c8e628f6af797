import { type ChatError, isChatError, type Logger, RetryTimer } from '../core/index.js';
import { parseAccessToken } from '../identity/index.js';
import type { Link } from './connect.js';
import { TokenClock } from './token-clock.js';
import type { ConnectionState, State } from './types.js';

/** What the original reports of a connection that failed. */
export interface ConnectionProblem {
  readonly terminal: boolean;
  readonly message: string;
  readonly httpStatusCode: number | null;
  readonly errorCode: number | null;
}

/** How the life cycle speaks to the client's listeners. */
export interface LifecycleListener {
  connectionStateChanged(state: ConnectionState): void;
  connectionError(problem: ConnectionProblem): void;
  stateChanged(state: State): void;
  initialized(): void;
  initFailed(problem: Partial<ConnectionProblem>): void;
  tokenAboutToExpire(): void;
  tokenExpired(): void;
  /** Connected for the first time: the own user is known now. */
  connected(link: Link): void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 120_000;
const EXPIRED = 20104;
const INVALID = 20101;

interface Gate {
  readonly promise: Promise<Link>;
  resolve(link: Link): void;
  reject(error: unknown): void;
}

/**
 * From `unknown` to `connected` and back: the original's order of events at the start, at each failure (Twilio behaviour
 * §2.2, §2.5) and at the end of a token's life (§2.6).
 */
export class Lifecycle {
  connectionState: ConnectionState = 'unknown';
  readonly #listener: LifecycleListener;
  readonly #createLink: (token: string) => Link;
  readonly #logger: Logger;
  readonly #clock: TokenClock;
  readonly #renewal = new RetryTimer(() => void this.#renew());
  #token: string;
  #link: Link | undefined;
  #gate = createGate();
  #isInitialized = false;
  #isShutDown = false;
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(token: string, createLink: (token: string) => Link, listener: LifecycleListener, logger: Logger) {
    this.#token = token;
    this.#createLink = createLink;
    this.#listener = listener;
    this.#logger = logger;
    this.#clock = new TokenClock(() => this.#link?.tokens.expiresOn, {
      handleRenewalDue: () => void this.#renew(),
      handleAboutToExpire: () => listener.tokenAboutToExpire(),
      handleExpired: () => void this.#expire(),
    });
    // In a later macrotask: listeners attached right after the constructor see every event.
    this.#timer = setTimeout(() => void this.#connect(), 0);
  }

  get token(): string {
    return this.#token;
  }

  get isInitialized(): boolean {
    return this.#isInitialized;
  }

  /** The end of initialisation. @throws after the first failure, until a later attempt succeeds */
  ready(): Promise<Link> {
    return this.#gate.promise;
  }

  /** @throws ChatError `unauthorized` when the token is another user's, or refused; whatever keeps it from connecting */
  async updateToken(token: string): Promise<void> {
    await this.#gate.promise.catch(() => undefined);
    if (token === this.#token || this.#isShutDown) return;
    this.#link?.tokens.set(token);
    this.#token = token;
    this.#renewal.reset();
    if (this.connectionState === 'connected' && this.#isInitialized) {
      this.#clock.watch();
      return;
    }
    const failure = await this.#connectAnew();
    if (failure !== undefined) throw failure.error;
  }

  /** Asks for another token, because this one ends soon or was refused; again later when there is none. */
  async #renew(): Promise<void> {
    const tokens = this.#link?.tokens;
    if (!tokens?.canRefresh || this.#isShutDown) return;
    const isRenewed = await tokens.refresh(tokens.current());
    if (this.#isStopped()) return;
    if (!isRenewed) this.#renewal.noteFailure();
    else if (['connected', 'connecting', 'retrying'].includes(this.connectionState)) this.#clock.watch();
    else await this.#connectAnew();
  }

  #connectAnew(): Promise<{ readonly error: unknown } | undefined> {
    clearTimeout(this.#timer);
    if (!this.#isInitialized) this.#gate = createGate();
    return this.#connect();
  }

  async shutdown(): Promise<void> {
    if (this.#isShutDown) return;
    await this.#gate.promise.catch(() => undefined);
    this.#isShutDown = true;
    clearTimeout(this.#timer);
    this.#clock.stop();
    this.#renewal.reset();
    this.#setConnection('disconnecting');
    await this.#link?.session.stop();
    // The original's promise resolves before this event is delivered.
    setTimeout(() => this.#setConnection('disconnected'), 0);
  }

  /** The service refused the token of a running client. */
  async handleUnauthorized(error: ChatError): Promise<void> {
    if (!this.#isInitialized || this.connectionState === 'denied' || this.connectionState === 'disconnected') return;
    if (this.#isExpired()) {
      await this.#expire();
      return;
    }
    // Before anything is awaited: several requests may be refused at a time.
    this.#setConnection('denied');
    this.#listener.connectionError(this.#refused(error));
    this.#renewLater();
    await this.#link?.session.pause();
  }

  handleConnected(): void {
    this.#setConnection('connected');
  }

  handleDisconnected(): void {
    if (this.connectionState === 'connected') this.#setConnection('connecting');
  }

  async #connect(): Promise<{ readonly error: unknown } | undefined> {
    if (this.#isShutDown) return undefined;
    this.#setConnection('connecting');
    try {
      this.#link ??= this.#prepare();
      await startWithToken(this.#link);
    } catch (error) {
      if (!this.#isStopped()) this.#fail(error);
      return { error };
    }
    this.#retries = 0;
    this.#clock.watch();
    if (!this.#isInitialized) this.#initialize(this.#link);
    return undefined;
  }

  #prepare(): Link {
    const link = this.#createLink(this.#token);
    link.session.events.on('connected', () => this.handleConnected());
    link.session.events.on('disconnected', () => this.handleDisconnected());
    link.session.events.on('unauthorized', ({ error }) => void this.handleUnauthorized(error));
    return link;
  }

  #initialize(link: Link): void {
    this.#isInitialized = true;
    this.#listener.connected(link);
    this.#gate.resolve(link);
    // A gate that was rejected before stays rejected: who asks from now on gets a new one.
    this.#gate = createGate();
    this.#gate.resolve(link);
    this.#listener.stateChanged('initialized');
    this.#listener.initialized();
  }

  #fail(error: unknown): void {
    this.#gate.reject(error);
    if (isChatError(error, 'unauthorized')) this.#deny(error);
    else if (!this.#link) this.#refuseSetUp(messageOf(error));
    else this.#retry(error);
  }

  #deny(error: ChatError): void {
    this.#setConnection('denied');
    if (!this.#isInitialized) this.#failed({ terminal: true, message: 'Twilsock has disconnected.' });
    if (this.#isExpired()) this.#listener.tokenExpired();
    const problem = this.#refused(error);
    this.#listener.connectionError(problem);
    if (!this.#isInitialized) this.#failed(problem);
    this.#renewLater();
  }

  /** The refresher had no token, or one that was refused as well. */
  #renewLater(): void {
    if (this.#link?.tokens.canRefresh) this.#renewal.noteFailure();
  }

  /** Nothing that waiting could mend. Said on the console too, because few apps listen to initFailed. */
  #refuseSetUp(message: string): void {
    this.#logger.error(message);
    const problem = { terminal: true, message, httpStatusCode: null, errorCode: null };
    this.#setConnection('denied');
    this.#listener.connectionError(problem);
    this.#failed(problem);
  }

  #retry(error: unknown): void {
    const problem = {
      terminal: false,
      message: `Socket error: ${messageOf(error)}`,
      httpStatusCode: null,
      errorCode: null,
    };
    this.#listener.connectionError(problem);
    if (this.#retries === 0 && !this.#isInitialized) this.#failed(problem);
    this.#setConnection('retrying');
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#retries++);
    this.#timer = setTimeout(() => void this.#connect(), delay * (0.8 + Math.random() * 0.4));
  }

  #failed(problem: Partial<ConnectionProblem>): void {
    this.#listener.stateChanged('failed');
    this.#listener.initFailed(problem);
  }

  async #expire(): Promise<void> {
    if (this.#isShutDown || this.connectionState === 'disconnected') return;
    this.#setConnection('disconnecting');
    this.#listener.tokenExpired();
    await this.#link?.session.pause();
    // The app may have brought a new token meanwhile.
    if (this.#isStill('disconnecting')) this.#setConnection('disconnected');
  }

  #isExpired(): boolean {
    const expiresOn = this.#link?.tokens.expiresOn ?? parseAccessToken(this.#token).expiresOn;
    return expiresOn !== undefined && expiresOn.getTime() <= Date.now();
  }

  #refused(error: ChatError): ConnectionProblem {
    const isExpired = this.#isExpired();
    return {
      terminal: true,
      message: `Connection error: ${isExpired ? 'Access Token expired' : 'Invalid Access Token'}`,
      httpStatusCode: error.status ?? 401,
      errorCode: isExpired ? EXPIRED : INVALID,
    };
  }

  #setConnection(state: ConnectionState): void {
    if (this.connectionState === state) return;
    this.connectionState = state;
    this.#listener.connectionStateChanged(state);
  }

  /** A method, because much may have happened while something was awaited. */
  #isStill(state: ConnectionState): boolean {
    return this.connectionState === state && !this.#isShutDown;
  }

  /** A method, because shutdown() may have come while something was awaited. */
  #isStopped(): boolean {
    return this.#isShutDown;
  }
}

/** Push is refused without a word to the refresher, so that is asked here. */
async function startWithToken({ session, tokens }: Link): Promise<void> {
  const token = tokens.current();
  try {
    await session.start();
  } catch (error) {
    if (!isChatError(error, 'unauthorized') || !(await tokens.refresh(token))) throw error;
    await session.start();
  }
}

function createGate(): Gate {
  let resolve: Gate['resolve'] = () => undefined;
  let reject: Gate['reject'] = () => undefined;
  const promise = new Promise<Link>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
