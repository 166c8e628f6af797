import { describe, expect, it } from 'vitest';
import { runsInNode } from '../../../src/realtime-node/runs-in-node.js';

describe('runsInNode', () => {
  it('says so of where this test runs', () => {
    expect(runsInNode()).toBe(true);
  });

  it.each([
    ['Node', { process: { versions: { node: '20.0.0' } } }, true],
    ['a page', { window: {} }, false],
    ['a page with a stand-in for process', { process: {}, window: {} }, false],
    ['React Native', { process: { versions: undefined } }, false],
    ["Electron's window", { process: { versions: { node: '22.0.0', electron: '40.0.0' } }, window: {} }, false],
    ["Electron's main process", { process: { versions: { node: '22.0.0', electron: '40.0.0' } } }, true],
    ['Bun', { process: { versions: { node: '22.0.0', bun: '1.3.0' } } }, false],
    ['Deno', { process: { versions: { node: '22.0.0', deno: '2.5.0' } } }, false],
    ['nothing at all', {}, false],
  ])('knows %s', (_, surroundings, expected) => {
    expect(runsInNode(surroundings)).toBe(expected);
  });
});
