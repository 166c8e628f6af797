import { describe, expect, it } from 'vitest';
import { createFaultRules, type FaultRule } from '../../../src/emulator/fault-rules.js';
import { createRandom } from '../../../src/emulator/random.js';

const send = { method: 'POST', path: '/chat/threads/t/messages', userId: 'alice' };
const answer: FaultRule = { kind: 'answer', status: 503 };

function setUp(...added: FaultRule[]) {
  const rules = createFaultRules(createRandom(1));
  const handles = added.map((rule) => rules.add(rule));
  return { rules, handles, kinds: (request = send) => rules.take(request).map(({ kind }) => kind) };
}

describe('createFaultRules', () => {
  it('meets one request unless told otherwise', () => {
    const { kinds } = setUp(answer);
    expect([kinds(), kinds()]).toEqual([['answer'], []]);
  });

  it('counts down, and says how far it is', () => {
    const { kinds, handles, rules } = setUp({ ...answer, times: 2 });
    kinds();
    expect(handles[0]!.remaining).toBe(1);
    expect(rules.list()).toMatchObject([{ id: 1, status: 503, remaining: 1 }]);
    kinds();
    expect(rules.list()).toEqual([]);
  });

  it.each<[string, Partial<FaultRule>, boolean]>([
    ['method', { method: 'post' }, true],
    ['another method', { method: 'GET' }, false],
    ['path', { path: /\/messages$/ }, true],
    ['path, global', { path: /messages/g }, true],
    ['another path', { path: /\/typing$/ }, false],
    ['user', { userId: 'alice' }, true],
    ['another user', { userId: 'bob' }, false],
    ['all of it', { method: 'POST', path: /t/, userId: 'alice' }, true],
    ['not all of it', { method: 'POST', path: /t/, userId: 'bob' }, false],
  ])('matches by %s', (_, match, isMet) => {
    const { kinds } = setUp({ ...answer, ...match, times: 2 } as FaultRule);
    expect([kinds().length, kinds().length]).toEqual(isMet ? [1, 1] : [0, 0]);
  });

  it('combines delays with one other action, the oldest', () => {
    const { kinds } = setUp(answer, { kind: 'delay', ms: 1 }, { kind: 'drop' }, { kind: 'delay', ms: 2 });
    expect([kinds(), kinds()]).toEqual([['answer', 'delay', 'delay'], ['drop']]);
  });

  it('can be taken back', () => {
    const { kinds, handles, rules } = setUp(answer, answer);
    handles[0]!.remove();
    expect(rules.list()).toHaveLength(1);
    rules.clear();
    expect(kinds()).toEqual([]);
  });

  it('meets some by chance, the same ones for the same seed', () => {
    const run = () => {
      const { kinds } = setUp({ ...answer, times: Infinity, probability: 0.5 });
      return Array.from({ length: 100 }, () => kinds().length);
    };
    const met = run();
    expect(run()).toEqual(met);
    const count = met.filter((length) => length === 1).length;
    expect(count).toBeGreaterThan(30);
    expect(count).toBeLessThan(70);
  });
});
