import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NodeStyleEmitter } from '../../../src/core/node-style-emitter.js';
import { propertyRuns } from '../../helper/property-runs.js';

type Events = Record<'a' | 'b' | 'error' | 'newListener' | 'removeListener', (...args: unknown[]) => void>;
/** What both emitters offer: Node's own, which it is here, and the one of the package, which it is elsewhere. */
type Emitter = NodeStyleEmitter<Events>;

// With the slash, Node takes the package.
const PackagedEmitter = createRequire(import.meta.url)('events/') as new () => Emitter;

const kinds: [string, () => Emitter][] = [
  ['NodeStyleEmitter', () => new NodeStyleEmitter<Events>()],
  ['the emitter of the package', () => new PackagedEmitter()],
];

describe.each(kinds)('%s', (_name, create) => {
  let emitter: Emitter;
  let log: string[];
  const say = (text: string) => () => void log.push(text);

  beforeEach(() => {
    emitter = create();
    log = [];
  });

  it('is chainable', () => {
    const f = say('f');
    emitter.on('a', f).once('a', f).addListener('a', f).prependListener('a', f).prependOnceListener('a', f);
    expect(emitter.listenerCount('a')).toBe(5);
    emitter.off('a', f).removeListener('a', f).removeAllListeners('a').removeAllListeners().setMaxListeners(3);
    expect(emitter.listenerCount('a')).toBe(0);
  });

  it('delivers synchronously, in order, with all arguments and itself as this', () => {
    const seen: unknown[][] = [];
    emitter.on('a', function (this: unknown, ...args) {
      seen.push([this, ...args]);
    });
    expect(emitter.emit('a', 1, 2, 3, 4, 5, 6, 7)).toBe(true);
    expect(seen).toEqual([[emitter, 1, 2, 3, 4, 5, 6, 7]]);
    expect(emitter.emit('b')).toBe(false);
  });

  it('puts prepended listeners first', () => {
    emitter.on('a', say('1')).prependListener('a', say('2')).prependOnceListener('a', say('3'));
    emitter.emit('a');
    emitter.emit('a');
    expect(log).toEqual(['3', '2', '1', '2', '1']);
  });

  it('calls a one-time listener once, also when it emits again itself', () => {
    emitter.once('a', () => {
      log.push('once');
      emitter.emit('a');
    });
    emitter.emit('a');
    emitter.emit('a');
    expect(log).toEqual(['once']);
  });

  it('removes one registration at a time, the newest first', () => {
    const f = say('f');
    emitter.on('a', f).on('a', say('g')).on('a', f).removeListener('a', f);
    emitter.emit('a');
    expect(log).toEqual(['f', 'g']);
  });

  it('removes a one-time listener by its original', () => {
    const f = say('f');
    emitter.once('a', f).off('a', f);
    expect(emitter.emit('a')).toBe(false);
  });

  it('a once-registration fires and leaves an equal permanent one alone', () => {
    const f = say('f');
    emitter.on('a', f).once('a', f);
    emitter.emit('a');
    emitter.emit('a');
    expect(log).toEqual(['f', 'f', 'f']);
  });

  it('delivers to those that were there when the delivery began', () => {
    const second = say('second');
    emitter.on('a', () => {
      log.push('first');
      emitter.off('a', second);
      emitter.on('a', say('late'));
    });
    emitter.on('a', second);
    emitter.emit('a');
    expect(log).toEqual(['first', 'second']);
  });

  it('removeAllListeners() during a delivery does not cut it short', () => {
    emitter.on('a', () => emitter.removeAllListeners()).on('a', say('second'));
    emitter.emit('a');
    emitter.emit('a');
    expect(log).toEqual(['second']);
  });

  it('ends the delivery when a listener throws', () => {
    emitter.on('a', () => {
      throw new Error('boom');
    });
    emitter.on('a', say('second'));
    expect(() => emitter.emit('a')).toThrow('boom');
    expect(log).toEqual([]);
  });

  it("throws for 'error' without a listener", () => {
    const error = new Error('boom');
    expect(() => emitter.emit('error', error)).toThrow(error);
    expect(() => emitter.emit('error', 'text')).toThrow(/Unhandled error/);
    emitter.on('error', say('handled'));
    expect(emitter.emit('error', error)).toBe(true);
    expect(log).toEqual(['handled']);
  });

  it('tells listeners, raw listeners and event names', () => {
    const [f, g] = [say('f'), say('g')];
    emitter.on('a', f).once('a', g).on('b', f);
    expect(emitter.listeners('a')).toEqual([f, g]);
    const raw = emitter.rawListeners('a');
    expect(raw[0]).toBe(f);
    expect(raw[1]!.listener).toBe(g);
    raw[1]!();
    expect(log).toEqual(['g']);
    expect(emitter.listeners('a')).toEqual([f]);
    expect(emitter.eventNames().sort()).toEqual(['a', 'b']);
    emitter.off('a', f);
    expect(emitter.eventNames()).toEqual(['b']);
  });

  it('announces new and removed listeners', () => {
    const f = say('f');
    emitter.on('removeListener', (event) => log.push(`removed ${String(event)}`));
    emitter.on('newListener', (event, listener) => log.push(`new ${String(event)} ${listener === f}`));
    emitter.once('a', f).prependListener('b', f);
    emitter.emit('a');
    emitter.removeAllListeners();
    const [first, second, third, fourth, ...rest] = log;
    expect([first, second, third, fourth]).toEqual(['new a true', 'new b true', 'removed a', 'f']);
    expect(rest.sort()).toEqual(['removed b', 'removed newListener']);
    expect(emitter.eventNames()).toEqual([]);
  });

  it.each([undefined, null, 'text', {}])('refuses %s as a listener', (listener) => {
    expect(() => emitter.on('a', listener as never)).toThrow(TypeError);
    expect(() => emitter.once('a', listener as never)).toThrow(TypeError);
    expect(() => emitter.off('a', listener as never)).toThrow(TypeError);
  });

  it.each([-1, Number.NaN, 'x'])('refuses %s as the maximum', (count) => {
    expect(() => emitter.setMaxListeners(count as number)).toThrow();
  });

  it('has 10 as the maximum unless told otherwise', () => {
    expect(emitter.getMaxListeners()).toBe(10);
    expect(emitter.setMaxListeners(0).getMaxListeners()).toBe(0);
  });
});

describe('the emitter of the package', () => {
  let warn: ReturnType<typeof vi.spyOn>;

  beforeEach(() => {
    warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  function addListeners(emitter: NodeStyleEmitter<Events>, count: number, event: 'a' | 'b' = 'a'): void {
    for (let n = 0; n < count; n++) emitter.on(event, () => undefined);
  }

  it('warns once per event about the eleventh listener', () => {
    const emitter = new PackagedEmitter();
    addListeners(emitter, 10);
    expect(warn).not.toHaveBeenCalled();
    addListeners(emitter, 5);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'MaxListenersExceededWarning', count: 11, type: 'a' }),
    );
    addListeners(emitter, 11, 'b');
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it.each([0, Infinity])('does not warn when the maximum is %s', (max) => {
    const emitter = new PackagedEmitter().setMaxListeners(max);
    addListeners(emitter, 50);
    expect(warn).not.toHaveBeenCalled();
  });

  it('warns again after the listeners were gone', () => {
    const emitter = new PackagedEmitter();
    addListeners(emitter, 11);
    emitter.removeAllListeners('a');
    addListeners(emitter, 11);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('works through a proxy, as reactive frameworks make them', () => {
    const emitter = new Proxy(new PackagedEmitter(), {});
    const listener = vi.fn();
    emitter.on('a', listener);
    emitter.emit('a', 1);
    expect(listener).toHaveBeenCalledWith(1);
  });

  it('behaves like the one of Node under random use', () => {
    const listenerIds = [0, 1, 2];
    const command = fc.record({
      verb: fc.constantFrom(
        'on',
        'once',
        'off',
        'prependListener',
        'prependOnceListener',
        'emit',
        'removeAllListeners',
      ),
      event: fc.constantFrom('a', 'b'),
      listener: fc.constantFrom(...listenerIds),
      // What the listener does while it runs.
      reaction: fc.constantFrom('nothing', 'off', 'on', 'once', 'removeAllListeners'),
    });
    type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
    const play = (emitter: Emitter, commands: Command[]): unknown[] => {
      const log: unknown[] = [];
      let reaction = 'nothing';
      const act = (verb: string, event: 'a' | 'b', listener: (...args: unknown[]) => void): void => {
        if (verb === 'emit') log.push(emitter.emit(event, event));
        else if (verb === 'removeAllListeners') emitter.removeAllListeners(event);
        else if (verb !== 'nothing') emitter[verb as 'on'](event, listener);
      };
      const listeners = listenerIds.map((id) => (event: unknown) => {
        log.push(`${id} hears ${String(event)}`);
        act(reaction, event as 'a', listeners[(id + 1) % 3]!);
      }) as ((...args: unknown[]) => void)[];
      for (const { verb, event, listener, reaction: next } of commands) {
        reaction = next;
        act(verb, event, listeners[listener]!);
        log.push(
          emitter.listeners('a').map((f) => listeners.indexOf(f)),
          emitter.listenerCount('b'),
        );
      }
      return log;
    };
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const ofNode = new NodeStyleEmitter<Events>();
        const packaged = new PackagedEmitter();
        expect(play(packaged.setMaxListeners(0), commands)).toEqual(play(ofNode.setMaxListeners(0), commands));
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
