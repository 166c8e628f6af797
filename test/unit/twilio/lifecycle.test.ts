import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError } from '../../../src/core/errors.js';
import type { SessionEvents } from '../../../src/core/session-events.js';
import { TypedEmitter } from '../../../src/core/typed-emitter.js';
import type { Link } from '../../../src/connect/index.js';
import { Lifecycle, type LifecycleEvents, type LifecycleListener } from '../../../src/twilio/lifecycle.js';

const HOUR_MS = 3_600_000;

/** A session whose start ends as the test says. */
class FakeLink {
  readonly events = new TypedEmitter<SessionEvents>();
  readonly starts: (ChatError | undefined)[] = [];
  startCount = 0;
  stopped: string[] = [];
  expiresOn: Date | undefined = new Date(Date.now() + HOUR_MS);
  readonly tokens: string[] = [];
  /** What the app's refresher does: gives a token with this end, fails, or is not there. */
  refresher: (() => Date | undefined) | undefined;
  /** When the refresher was asked, in seconds since the beginning. */
  readonly refreshes: number[] = [];
  readonly #bornAt = Date.now();
  /** How long it takes to disconnect. */
  pauseMs = 0;

  toLink(): Link {
    const link = {
      identity: 'alice',
      session: {
        events: this.events,
        start: () => this.#start(),
        pause: () => this.#pause(),
        stop: () => Promise.resolve(void this.stopped.push('stop')),
      },
      tokens: {
        set: (token: string) => this.tokens.push(token),
        current: () => 'token',
        refresh: () => Promise.resolve(this.#refresh()),
      },
    };
    Object.defineProperty(link.tokens, 'expiresOn', { get: () => this.expiresOn });
    Object.defineProperty(link.tokens, 'canRefresh', { get: () => this.refresher !== undefined });
    return link as unknown as Link;
  }

  #refresh(): boolean {
    if (!this.refresher) return false;
    this.refreshes.push(Math.round((Date.now() - this.#bornAt) / 1_000));
    const expiresOn = this.refresher();
    this.expiresOn = expiresOn ?? this.expiresOn;
    return expiresOn !== undefined;
  }

  async #pause(): Promise<void> {
    this.stopped.push('pause');
    if (this.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, this.pauseMs));
  }

  async #start(): Promise<void> {
    this.startCount += 1;
    const failure = this.starts.shift();
    await Promise.resolve();
    if (failure) throw failure;
    this.events.emit('connected', undefined);
  }
}

describe('the life of a client', () => {
  let link: FakeLink;
  let told: string[];
  let logged: string[];
  let handleExpired: (() => void) | undefined;

  beforeEach(() => {
    vi.useFakeTimers();
    link = new FakeLink();
    told = [];
    logged = [];
    handleExpired = undefined;
  });
  afterEach(() => void vi.useRealTimers());

  const refused = (): ChatError => new ChatError('unauthorized', 'unable to connect; refused', { status: 401 });
  const unreachable = (): ChatError => new ChatError('unavailable', 'unable to connect; nobody answers');

  function begin(createLink: () => Link = () => link.toLink()): Lifecycle {
    const inWords: { [Event in keyof LifecycleEvents]: (payload: LifecycleEvents[Event]) => string } = {
      connectionStateChanged: (state) => state,
      connectionError: ({ message }) => `connectionError ${message}`,
      stateChanged: (state) => `state ${state}`,
      initialized: () => 'initialized',
      initFailed: ({ error }) => `initFailed ${error.message}`,
      tokenAboutToExpire: () => 'tokenAboutToExpire',
      tokenExpired: () => 'tokenExpired',
      connected: ({ identity }) => `user ${identity}`,
    };
    const tell: LifecycleListener = (event, payload) => {
      told.push(inWords[event](payload));
      if (event === 'tokenExpired') handleExpired?.();
    };
    const error = (message: string): void => void logged.push(message);
    // eslint-disable-next-line @typescript-eslint/require-await -- what fails in it rejects
    return new Lifecycle('token', async () => createLink(), tell, { debug: error, info: error, warn: error, error });
  }

  const start = async (): Promise<Lifecycle> => {
    const lifecycle = begin();
    await vi.advanceTimersByTimeAsync(0);
    return lifecycle;
  };

  it('§2.2 says nothing in the same tick, then starts in order', async () => {
    const lifecycle = begin();
    await Promise.resolve();
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['connecting', 'connected', 'user alice', 'state initialized', 'initialized']);
    await expect(lifecycle.ready()).resolves.toMatchObject({ identity: 'alice' });
  });

  it('§2.5 unreachable: fails once, then tries again and again, later and later', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    link.starts.push(unreachable(), unreachable(), unreachable(), unreachable());
    const lifecycle = await start();
    await expect(lifecycle.ready()).rejects.toThrow('nobody answers');
    const problem = 'Socket error: unable to connect; nobody answers';
    const failed = ['state failed', `initFailed ${problem}`];
    expect(told).toEqual(['connecting', `connectionError ${problem}`, ...failed, 'retrying']);

    told.length = 0;
    const pauses: number[] = [];
    for (const count of [2, 3, 4, 5]) {
      let waited = 0;
      for (; link.startCount < count; waited += 100) await vi.advanceTimersByTimeAsync(100);
      pauses.push(waited);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(told.filter((line) => line.includes('ailed'))).toEqual([]);
    expect(told.slice(-4)).toEqual(['connected', 'user alice', 'state initialized', 'initialized']);
    await expect(lifecycle.ready()).resolves.toBeDefined();
  });

  it('§2.5 what cannot be set up is said once, on the console too, and not tried again', async () => {
    begin(() => {
      throw new ChatError('invalid-argument', 'unable to connect; the `endpoint` is missing');
    });
    await vi.advanceTimersByTimeAsync(0);
    const message = 'unable to connect; the `endpoint` is missing';
    expect(told).toEqual([
      'connecting',
      'denied',
      `connectionError ${message}`,
      'state failed',
      `initFailed ${message}`,
    ]);
    expect(logged).toEqual([message]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('§2.6 warns three minutes before the end of the token, and disconnects at its end', async () => {
    await start();
    told.length = 0;
    await vi.advanceTimersByTimeAsync(HOUR_MS - 180_001);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual(['tokenAboutToExpire']);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(told).toEqual(['tokenAboutToExpire', 'disconnecting', 'tokenExpired', 'disconnected']);
    expect(link.stopped).toEqual(['pause']);
  });

  it('§2.6 a token that came in time: no end, and a new warning in its time', async () => {
    const lifecycle = await start();
    await vi.advanceTimersByTimeAsync(HOUR_MS - 180_000);
    link.expiresOn = new Date(Date.now() + HOUR_MS);
    await lifecycle.updateToken('another');
    told.length = 0;
    await vi.advanceTimersByTimeAsync(HOUR_MS - 180_000);
    expect(told).toEqual(['tokenAboutToExpire']);
    expect([link.tokens, link.startCount]).toEqual([['another'], 1]);
  });

  const inOneHour = (): Date => new Date(Date.now() + HOUR_MS);

  it('§2.6 with a refresher, a new token comes five minutes before the end, once an hour, and the app notices nothing', async () => {
    link.refresher = inOneHour;
    await start();
    told.length = 0;
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect([told, link.startCount]).toEqual([[], 1]);
    expect(link.refreshes).toEqual([3_300, 6_600, 9_900]);
  });

  it('§2.6 a token that lives for a short time only is renewed after half of it', async () => {
    const inTwentySeconds = (): Date => new Date(Date.now() + 20_000);
    [link.refresher, link.expiresOn] = [inTwentySeconds, inTwentySeconds()];
    await start();
    await vi.advanceTimersByTimeAsync(35_000);
    expect(link.refreshes).toEqual([10, 20, 30]);
  });

  it('§2.6 a refresher that fails is asked again, less and less often; both events come, and it is back in the end', async () => {
    link.refresher = () => undefined;
    await start();
    told.length = 0;
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(told).toEqual(['tokenAboutToExpire', 'disconnecting', 'tokenExpired', 'disconnected']);
    expect(link.refreshes.slice(0, 7)).toEqual([3_300, 3_301, 3_303, 3_307, 3_315, 3_331, 3_361]);
    expect(link.refreshes.length).toBeLessThan(16);

    told.length = 0;
    link.refresher = inOneHour;
    await vi.advanceTimersByTimeAsync(30_000);
    expect([told, link.startCount]).toEqual([['connecting', 'connected'], 2]);
    link.refreshes.length = 0;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(link.refreshes).toEqual([]);
  });

  it('§2.6 nothing is said of the end of a token that was replaced after it was refused', async () => {
    await start();
    told.length = 0;
    // As the request side does when the service answers 401.
    link.expiresOn = new Date(Date.now() + 2 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS - 180_001);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual(['tokenAboutToExpire']);
  });

  it('§2.6 the end of a token that lives for a month, and the end that came while the machine slept', async () => {
    link.expiresOn = new Date(Date.now() + 720 * HOUR_MS);
    await start();
    told.length = 0;
    await vi.advanceTimersByTimeAsync(700 * HOUR_MS);
    expect(told).toEqual([]);
    vi.setSystemTime(Date.now() + 30 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(['tokenAboutToExpire', 'disconnecting', 'tokenExpired', 'disconnected']);
  });

  it('§2.6 a start that is refused asks the refresher before it fails', async () => {
    link.refresher = inOneHour;
    link.starts.push(refused());
    await start();
    expect(told).toEqual(['connecting', 'connected', 'user alice', 'state initialized', 'initialized']);
    expect(link.refreshes).toEqual([0]);
  });

  it('§2.6 a refresher whose tokens are refused is asked less and less often, and a token from elsewhere ends that', async () => {
    link.refresher = inOneHour;
    link.starts.push(...Array.from({ length: 100 }, refused));
    const lifecycle = await start();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(lifecycle.connectionState).toBe('denied');
    expect(link.startCount).toBeLessThan(40);

    link.starts.length = 0;
    await lifecycle.updateToken('good');
    const { length } = link.refreshes;
    await vi.advanceTimersByTimeAsync(300_000);
    expect([lifecycle.connectionState, link.refreshes.length]).toEqual(['connected', length]);
    await lifecycle.shutdown();
  });

  it('§2.7 nobody is asked for a token after shutdown', async () => {
    link.refresher = () => undefined;
    const lifecycle = await start();
    await vi.advanceTimersByTimeAsync(HOUR_MS - 290_000);
    await lifecycle.shutdown();
    const { length } = link.refreshes;
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect([length > 0, link.refreshes.length, vi.getTimerCount()]).toEqual([true, length, 0]);
  });

  it('§2.6 a running client whose token is refused: denied and one connectionError; it has started all the same', async () => {
    const lifecycle = await start();
    told.length = 0;
    link.events.emit('unauthorized', { error: refused() });
    link.events.emit('unauthorized', { error: refused() });
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['denied', 'connectionError Connection error: Invalid Access Token']);

    told.length = 0;
    link.starts.push(refused());
    await expect(lifecycle.updateToken('bad again')).rejects.toThrow('refused');
    expect(told).toEqual(['connecting', 'denied', 'connectionError Connection error: Invalid Access Token']);
    await lifecycle.updateToken('good');
    expect(lifecycle.connectionState).toBe('connected');
    await expect(lifecycle.ready()).resolves.toBeDefined();
  });

  it('§2.6 a new token given in the tokenExpired listener: connected in the end', async () => {
    const lifecycle = await start();
    link.pauseMs = 50;
    told.length = 0;
    handleExpired = () => {
      link.expiresOn = inOneHour();
      void lifecycle.updateToken('another');
    };
    await vi.advanceTimersByTimeAsync(HOUR_MS + 1_000);
    expect(told).toEqual(['tokenAboutToExpire', 'disconnecting', 'tokenExpired', 'connecting', 'connected']);
    expect(lifecycle.connectionState).toBe('connected');
  });

  it('§2.6 the same token again does nothing', async () => {
    const lifecycle = await start();
    await lifecycle.updateToken('token');
    expect([link.tokens, link.startCount]).toEqual([[], 1]);
  });

  it('§7.4 connecting and connected while running, without another start', async () => {
    await start();
    told.length = 0;
    link.events.emit('disconnected', undefined);
    link.events.emit('disconnected', undefined);
    link.events.emit('connected', undefined);
    expect(told).toEqual(['connecting', 'connected']);
  });

  it('§2.7 shutdown while it is trying again leaves no timer', async () => {
    link.starts.push(unreachable());
    const lifecycle = await start();
    await lifecycle.shutdown();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.slice(-2)).toEqual(['disconnecting', 'disconnected']);
    expect(vi.getTimerCount()).toBe(0);
    expect(link.stopped).toEqual(['stop']);
    await lifecycle.updateToken('late');
    expect(link.startCount).toBe(1);
  });
});
