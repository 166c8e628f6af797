import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReplayEventEmitter } from '../../../src/twilio/replay-event-emitter.js';

interface Events {
  said: (...words: string[]) => void;
  done: () => void;
  error: (error: Error) => void;
}

let emitter: ReplayEventEmitter<Events>;
let heard: unknown[];
const hear = (...words: string[]): void => void heard.push(words);

beforeEach(() => {
  emitter = new ReplayEventEmitter<Events>();
  heard = [];
});

describe.each([
  ['emit', (...words: string[]) => void emitter.emit('said', ...words)],
  ['deliver', (...words: string[]) => emitter.deliver('said', ...words)],
])('§6 replay of what went through %s', (_name, happen) => {
  it.each(['onWithReplay', 'addListenerWithReplay'] as const)('%s calls at once with the latest arguments', (add) => {
    happen('one');
    happen('two', 'words');
    expect(emitter[add]('said', hear)).toBe(emitter);
    expect(heard).toEqual([['two', 'words']]);
    happen('three');
    expect(heard).toEqual([['two', 'words'], ['three']]);
  });

  it.each(['onWithReplay', 'addListenerWithReplay'] as const)('%s calls nothing when nothing happened', (add) => {
    emitter[add]('said', hear);
    expect(heard).toEqual([]);
    happen('one');
    happen('two');
    expect(heard).toEqual([['one'], ['two']]);
  });

  it('onceWithReplay calls at once and does not register', () => {
    happen('one');
    expect(emitter.onceWithReplay('said', hear)).toBe(emitter);
    happen('two');
    expect(heard).toEqual([['one']]);
    expect(emitter.listenerCount('said')).toBe(0);
  });

  it('onceWithReplay waits for the first time when nothing happened', () => {
    emitter.onceWithReplay('said', hear);
    happen('one');
    happen('two');
    expect(heard).toEqual([['one']]);
  });

  it('remembers an event without arguments, and each event for itself', () => {
    happen();
    emitter.onWithReplay('said', hear);
    emitter.onWithReplay('done', () => heard.push('done'));
    expect(heard).toEqual([[]]);
  });

  it('the memory survives removeAllListeners', () => {
    happen('one');
    emitter.removeAllListeners('said').removeAllListeners();
    emitter.onWithReplay('said', hear);
    expect(heard).toEqual([['one']]);
  });

  it('during a delivery, a listener added with replay hears the current event once', () => {
    emitter.once('said', () => void emitter.onWithReplay('said', hear));
    happen('one');
    expect(heard).toEqual([['one']]);
  });

  it.each(['onWithReplay', 'onceWithReplay'] as const)('%s: a replayed call that throws reaches the caller', (add) => {
    happen('one');
    const angry = (): never => {
      throw new Error('angry');
    };
    expect(() => emitter[add]('said', angry)).toThrow('angry');
    expect(emitter.listenerCount('said')).toBe(0);
  });
});

describe('§6 emit', () => {
  it('throws what a listener throws, stops there, and remembers all the same', () => {
    emitter.on('said', () => {
      throw new Error('angry');
    });
    emitter.on('said', hear);
    expect(() => emitter.emit('said', 'one')).toThrow('angry');
    expect(heard).toEqual([]);
    emitter.onWithReplay('said', hear);
    expect(heard).toEqual([['one']]);
  });

  it('says whether somebody listened', () => {
    expect(emitter.emit('done')).toBe(false);
    emitter.on('done', () => undefined);
    expect(emitter.emit('done')).toBe(true);
  });

  it('throws an error event that nobody listens to', () => {
    expect(() => emitter.emit('error', new Error('unheard'))).toThrow('unheard');
  });
});

describe('deliver', () => {
  const uncaught = vi.fn();
  beforeEach(() => vi.stubGlobal('reportError', uncaught));
  afterEach(() => {
    vi.unstubAllGlobals();
    uncaught.mockReset();
  });

  it('runs every listener whatever the others throw, and reports that as uncaught', () => {
    const anger = new Error('angry');
    emitter.on('said', () => {
      throw anger;
    });
    emitter.on('said', hear);
    emitter.deliver('said', 'one');
    expect(heard).toEqual([['one']]);
    expect(uncaught.mock.calls).toEqual([[anger]]);
  });

  it('without reportError, the error is thrown outside of the delivery', () => {
    vi.stubGlobal('reportError', undefined);
    const later: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => later.push(task));
    emitter.on('said', () => {
      throw new Error('angry');
    });
    emitter.deliver('said', 'one');
    expect(later).toHaveLength(1);
    expect(later[0]).toThrow('angry');
  });

  it('calls one-time listeners once, also when they throw or deliver again', () => {
    emitter.once('said', (word = '') => {
      heard.push(word);
      emitter.deliver('said', 'again');
      throw new Error('angry');
    });
    emitter.deliver('said', 'one');
    emitter.deliver('said', 'two');
    expect(heard).toEqual(['one']);
    expect(emitter.listenerCount('said')).toBe(0);
  });

  it('in the order of registration, on the emitter, with Node semantics for changes during the delivery', () => {
    const order: string[] = [];
    const removed = (): void => void order.push('removed during the delivery');
    emitter.on('done', function (this: unknown) {
      order.push(this === emitter ? 'first, on the emitter' : 'first, on something else');
      emitter.off('done', removed);
      emitter.on('done', () => order.push('added during the delivery'));
    });
    emitter.on('done', removed);
    emitter.deliver('done');
    expect(order).toEqual(['first, on the emitter', 'removed during the delivery']);
  });

  it('nobody needs to listen, not even to an error', () => {
    expect(() => emitter.deliver('error', new Error('unheard'))).not.toThrow();
  });
});
