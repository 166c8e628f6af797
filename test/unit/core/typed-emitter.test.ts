import { afterEach, describe, expect, it, vi } from 'vitest';
import { TypedEmitter } from '../../../src/core/typed-emitter.js';

interface Events {
  added: number;
  removed: string;
}

describe('TypedEmitter', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('delivers in the order of registration, synchronously, to the listeners of that event only', () => {
    const emitter = new TypedEmitter<Events>();
    const log: string[] = [];
    emitter.on('added', (n) => log.push(`a${n}`));
    emitter.on('removed', () => log.push('never'));
    emitter.on('added', (n) => log.push(`b${n}`));
    emitter.emit('added', 1);
    expect(log).toEqual(['a1', 'b1']);
  });

  it('removes exactly one registration, once', () => {
    const emitter = new TypedEmitter<Events>();
    const listener = vi.fn();
    const offFirst = emitter.on('added', listener);
    emitter.on('added', listener);
    offFirst();
    offFirst();
    emitter.emit('added', 1);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(emitter.listenerCount('added')).toBe(1);
  });

  it('does not call a listener that was removed during the delivery, nor one that was added', () => {
    const emitter = new TypedEmitter<Events>();
    const log: string[] = [];
    emitter.on('added', () => {
      log.push('first');
      offSecond();
      emitter.on('added', () => log.push('late'));
    });
    const offSecond = emitter.on('added', () => log.push('second'));
    emitter.emit('added', 1);
    expect(log).toEqual(['first']);
  });

  it('isolates a throwing listener; its error surfaces as an uncaught one', () => {
    const reportError = vi.fn();
    vi.stubGlobal('reportError', reportError);
    const emitter = new TypedEmitter<Events>();
    const others = vi.fn();
    const error = new Error('boom');
    emitter.on('added', () => {
      throw error;
    });
    emitter.on('added', others);
    emitter.emit('added', 1);
    expect(others).toHaveBeenCalledOnce();
    expect(reportError).toHaveBeenCalledWith(error);
  });

  it('throws from a microtask where there is no reportError', () => {
    vi.stubGlobal('reportError', undefined);
    const microtasks: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => microtasks.push(task));
    const emitter = new TypedEmitter<Events>();
    emitter.on('added', () => {
      throw new Error('boom');
    });
    emitter.emit('added', 1);
    expect(microtasks).toHaveLength(1);
    expect(() => microtasks[0]!()).toThrow('boom');
  });

  it('clear() removes every listener', () => {
    const emitter = new TypedEmitter<Events>();
    const listener = vi.fn();
    const off = emitter.on('added', listener);
    emitter.clear();
    off();
    emitter.emit('added', 1);
    expect(listener).not.toHaveBeenCalled();
  });
});
