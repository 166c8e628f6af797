import { type Link, startWithToken, TokenClock } from '../connect/index.js';
import { type ChatError, isChatError, type Logger, RetryTimer } from '../core/index.js';
import { parseAccessToken } from '../identity/index.js';
import type { ConnectionState, State } from './types.js';

/** What the original reports of a connection that failed. */
export interface ConnectionProblem {
  readonly terminal: boolean;
  readonly message: string;
  readonly httpStatusCode: number | null;
  readonly errorCode: number | null;
}

/** What the life cycle tells, and with what. */
export interface LifecycleEvents {
  connectionStateChanged: ConnectionState;
  connectionError: ConnectionProblem;
  stateChanged: State;
  initialized: undefined;
  initFailed: { readonly error: Partial<ConnectionProblem> };
  tokenAboutToExpire: undefined;
  tokenExpired: undefined;
  /** Connected for the first time: the own user is known now. */
  connected: Link;
}

/** How the life cycle speaks to the client's listeners. */
export type LifecycleListener = <Event extends keyof LifecycleEvents>(
  event: Event,
  told: LifecycleEvents[Event],
) => void;

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
  readonly #tell: LifecycleListener;
  readonly #createLink: (token: string) => Promise<Link>;
  readonly #logger: Logger;
  readonly #clock: TokenClock;
  readonly #renewal = new RetryTimer(() => void this.#renew());
  #token: string;
  #link: Link | undefined;
  #preparing: Promise<Link> | undefined;
  #gate = createGate();
  #isInitialized = false;
  #isShutDown = false;
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(token: string, createLink: (token: string) => Promise<Link>, tell: LifecycleListener, logger: Logger) {
    this.#token = token;
    this.#createLink = createLink;
    this.#tell = tell;
    this.#logger = logger;
    this.#clock = new TokenClock(() => this.#link?.tokens.expiresOn, {
      handleRenewalDue: () => void this.#renew(),
      handleAboutToExpire: () => tell('tokenAboutToExpire', undefined),
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
    this.#tell('connectionError', this.#refused(error));
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
      // Two attempts may begin before there is a link.
      this.#link ??= await (this.#preparing ??= this.#prepare().finally(() => (this.#preparing = undefined)));
      if (this.#isStopped()) return undefined;
      await Promise.all([startWithToken(this.#link), this.#link.companion?.prepare()]);
    } catch (error) {
      if (!this.#isStopped()) this.#fail(error);
      return { error };
    }
    this.#retries = 0;
    this.#clock.watch();
    if (!this.#isInitialized) this.#initialize(this.#link);
    return undefined;
  }

  async #prepare(): Promise<Link> {
    const link = await this.#createLink(this.#token);
    link.session.events.on('connected', () => this.handleConnected());
    link.session.events.on('disconnected', () => this.handleDisconnected());
    link.session.events.on('unauthorized', ({ error }) => void this.handleUnauthorized(error));
    return link;
  }

  #initialize(link: Link): void {
    this.#isInitialized = true;
    this.#tell('connected', link);
    this.#gate.resolve(link);
    // A gate that was rejected before stays rejected: who asks from now on gets a new one.
    this.#gate = createGate();
    this.#gate.resolve(link);
    this.#tell('stateChanged', 'initialized');
    this.#tell('initialized', undefined);
  }

  #fail(error: unknown): void {
    this.#gate.reject(error);
    if (isChatError(error, 'unauthorized')) this.#deny(error);
    else if (!this.#link && !isChatError(error, 'unavailable')) this.#refuseSetUp(messageOf(error));
    else this.#retry(error);
  }

  #deny(error: ChatError): void {
    this.#setConnection('denied');
    if (!this.#isInitialized) this.#failed({ terminal: true, message: 'Twilsock has disconnected.' });
    if (this.#isExpired()) this.#tell('tokenExpired', undefined);
    const problem = this.#refused(error);
    this.#tell('connectionError', problem);
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
    const problem = problemOf(true, message);
    this.#setConnection('denied');
    this.#tell('connectionError', problem);
    this.#failed(problem);
  }

  #retry(error: unknown): void {
    const problem = problemOf(false, `Socket error: ${messageOf(error)}`);
    this.#tell('connectionError', problem);
    if (this.#retries === 0 && !this.#isInitialized) this.#failed(problem);
    this.#setConnection('retrying');
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#retries++);
    this.#timer = setTimeout(() => void this.#connect(), delay * (0.8 + Math.random() * 0.4));
  }

  #failed(problem: Partial<ConnectionProblem>): void {
    this.#tell('stateChanged', 'failed');
    this.#tell('initFailed', { error: problem });
  }

  async #expire(): Promise<void> {
    if (this.#isShutDown || this.connectionState === 'disconnected') return;
    this.#setConnection('disconnecting');
    this.#tell('tokenExpired', undefined);
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
    const message = `Connection error: ${isExpired ? 'Access Token expired' : 'Invalid Access Token'}`;
    return problemOf(true, message, error.status ?? 401, isExpired ? EXPIRED : INVALID);
  }

  #setConnection(state: ConnectionState): void {
    if (this.connectionState === state) return;
    this.connectionState = state;
    this.#tell('connectionStateChanged', state);
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

const problemOf = (
  terminal: boolean,
  message: string,
  httpStatusCode: number | null = null,
  errorCode: number | null = null,
): ConnectionProblem => ({ terminal, message, httpStatusCode, errorCode });
