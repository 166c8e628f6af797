import { describe, expect, it, vi } from 'vitest';
import { WildEmitter } from '../../../src/stitch/wild-emitter.js';
import { catchUncaught } from '../../helper/catch-uncaught.js';

interface Events {
  text: [from: string, text: string];
  'text:seen': [];
  image: [];
}

describe('NA-9 WildEmitter#on, #once, #off, #releaseGroup and #emit', () => {
  it('§3.2 WildEmitter#on gives the arguments, and can be chained', () => {
    const emitter = new WildEmitter<Events>();
    const heard = vi.fn();
    expect(emitter.on('text', heard)).toBe(emitter);
    expect(emitter.emit('text', 'John', 'hello')).toBe(emitter);
    expect(heard).toHaveBeenCalledExactlyOnceWith('John', 'hello');
  });

  it('§3.2 a star and a beginning with a star match, and give the name first, after the exact ones', () => {
    const emitter = new WildEmitter<Events>();
    const heard: unknown[][] = [];
    emitter.on('*', (...args: unknown[]) => heard.push(['*', ...args]));
    emitter.on('text*', (...args: unknown[]) => heard.push(['text*', ...args]));
    emitter.on('text', (...args: unknown[]) => heard.push(['text', ...args]));
    emitter.emit('text', 'John', 'hello').emit('text:seen').emit('image');
    expect(heard).toEqual([
      ['text', 'John', 'hello'],
      ['*', 'text', 'John', 'hello'],
      ['text*', 'text', 'John', 'hello'],
      ['*', 'text:seen'],
      ['text*', 'text:seen'],
      ['*', 'image'],
    ]);
  });

  it('§3.2 WildEmitter#once hears one event, also when it is told inside of it', () => {
    const emitter = new WildEmitter<Events>();
    const heard = vi.fn(() => void emitter.emit('image'));
    emitter.once('image', heard).emit('image').emit('image');
    expect(heard).toHaveBeenCalledOnce();
  });

  it('§3.2 WildEmitter#off takes one listener, or all of an event', () => {
    const emitter = new WildEmitter<Events>();
    const [one, other] = [vi.fn(), vi.fn()];
    emitter.on('image', one).on('image', one).on('image', other).off('image', one).emit('image');
    expect([one, other].map((fn) => fn.mock.calls.length)).toEqual([1, 1]);
    emitter.off('image').off('nothing').emit('image');
    expect([one, other].map((fn) => fn.mock.calls.length)).toEqual([1, 1]);
  });

  it('§3.2 WildEmitter#releaseGroup takes all listeners of a group', () => {
    const emitter = new WildEmitter<Events>();
    const [grouped, free] = [vi.fn(), vi.fn()];
    emitter.on('text', 'page', grouped).on('*', 'page', grouped).once('image', 'page', grouped).on('image', free);
    emitter.releaseGroup('page').emit('text', 'John', 'hello').emit('image');
    expect(grouped).not.toHaveBeenCalled();
    expect(free).toHaveBeenCalledOnce();
  });

  it('§3.2 an event goes to those who listened when it began', () => {
    const emitter = new WildEmitter<Events>();
    const [late, removed] = [vi.fn(), vi.fn()];
    emitter.on('image', () => void emitter.on('image', late).off('image', removed)).on('image', removed);
    emitter.emit('image');
    expect(removed).toHaveBeenCalledOnce();
    expect(late).not.toHaveBeenCalled();
  });

  it('§3.2 a listener that throws is isolated: the rest runs, and the error is uncaught', async () => {
    const uncaught = catchUncaught();
    const emitter = new WildEmitter<Events>();
    const heard = vi.fn();
    const failure = new Error('of the app');
    emitter.on('image', () => {
      throw failure;
    });
    emitter.on('image', heard);
    expect(() => emitter.emit('image')).not.toThrow();
    expect(heard).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(uncaught.errors).toEqual([failure]));
    uncaught.stop();
  });

  it('§3.2 names of the language are names like others', () => {
    const emitter = new WildEmitter<Events>();
    const heard = vi.fn();
    emitter.on('__proto__', heard).on('constructor', heard).emit('__proto__').emit('constructor').emit('toString');
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('§3.2 what is no function cannot listen', () => {
    expect(() => new WildEmitter<Events>().on('image', undefined as never)).toThrow('the listener must be a function');
    expect(() => new WildEmitter<Events>().on('image', 'page', undefined as never)).toThrow(TypeError);
  });
});
