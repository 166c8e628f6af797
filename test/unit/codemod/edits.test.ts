import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/codemod/edits.js';

describe('edits', () => {
  it('are applied in the order of the text, however they are given', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 1, text: 'A' },
      { start: 2, end: 2, text: '-' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('Ab-cdEf');
  });

  it('count once when two steps want the same', () => {
    const edit = { start: 1, end: 2, text: 'x' };
    expect(applyEdits('abc', [edit, { ...edit }])).toBe('axc');
  });

  it('are one when deletions overlap', () => {
    const edits = [
      { start: 0, end: 3, text: '' },
      { start: 2, end: 5, text: '' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('f');
  });

  it('are refused when they want the same characters', () => {
    const edits = [
      { start: 0, end: 3, text: 'x' },
      { start: 2, end: 5, text: 'y' },
    ];
    expect(() => applyEdits('abcdef', edits)).toThrow('unable to apply two edits at 2');
  });

  it('leave every text alone when there are none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => applyEdits(text, []) === text));
  });
});
