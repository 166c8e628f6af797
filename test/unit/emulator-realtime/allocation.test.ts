import { describe, expect, it } from 'vitest';
import { allocate, explicitOrigin } from '../../../src/emulator/realtime/allocation.js';

describe('the origin that the client is told', () => {
  it.each([
    ['http://127.0.0.1:8080/v4/a', '127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost/v4/a', 'localhost', 'http://localhost:80'],
    ['https://chat.example/v4/a', 'chat.example', 'https://chat.example:443'],
    ['http://[::1]/v4/a', '[::1]', 'http://[::1]:80'],
    ['http://[::1]:3000/v4/a', undefined, 'http://[::1]:3000'],
  ])('of %s with Host %s is %s', (url, host, origin) => expect(explicitOrigin(url, host)).toBe(origin));
});

describe('an allocation', () => {
  const origin = 'http://127.0.0.1:8080';

  it('names the endpoint in every form the client asks for', () => {
    const { id, ...allocation } = allocate(origin, undefined, Date.now());
    expect(allocation).toMatchObject({
      socketio: 'http://127.0.0.1:8080/',
      url: `http://127.0.0.1:8080/v4/f/${id}/`,
      surl: `http://127.0.0.1:8080/v4/f/${id}/`,
      connectparams: { id },
      ttl: '86400',
    });
  });

  it('keeps the id that a reconnecting client echoes', () => {
    expect(allocate(origin, 'known-to-nobody', Date.now()).id).toBe('known-to-nobody');
  });

  it.each(['', 'a=b', 'a&b', 'a b', '../x'])('replaces the echoed id %j, which would not survive an address', (id) => {
    expect(allocate(origin, id, Date.now()).id).toMatch(/^[\w-]{36}$/);
  });

  it.each([0, Date.now()])('expires far ahead of the real time although the emulator says %i', (now) => {
    const { connectparams } = allocate(origin, undefined, now);
    expect(Number(connectparams['se'])).toBeGreaterThan(Date.now() + 86_400_000);
  });

  it('has parameters that need no encoding', () => {
    for (const value of Object.values(allocate(origin, undefined, 0).connectparams)) {
      expect(encodeURIComponent(value)).toBe(value);
    }
  });
});
