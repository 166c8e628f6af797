import { describe, expect, it } from 'vitest';
import { Media, User } from '../../../src/index.js';

describe('§3.1 private state that apps read', () => {
  it.each([
    ['User', 'state', new User('alice'), { identity: 'alice', friendlyName: null, attributes: {} }],
    ['Media', 'state', new Media({ id: 'M', filename: 'a.txt', size: 1 }), { filename: 'a.txt', size: 1 }],
  ])('%s has it as %s, and it cannot be changed', (_class, name, object, fields) => {
    const state = (object as unknown as Record<string, object>)[name]!;
    expect(state).toMatchObject(fields);
    expect(Object.isFrozen(state)).toBe(true);
  });
});

describe('User#entityName', () => {
  it('§5.2 can be set and not read, as with the original', () => {
    const user = new User('alice');
    user.entityName = 'US1';
    expect((user as unknown as Record<string, unknown>)['entityName']).toBeUndefined();
    expect(user.identity).toBe('alice');
  });
});
