import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultBehaviour } from '../../../src/emulator/behaviour.js';

const text = readFileSync(new URL('../../../docs/emulator-differences.md', import.meta.url), 'utf8');
/** Switch and first value of each row. */
const rows = [...text.matchAll(/^\| `(\w+)` +\| `([^`]+)`/gm)].map(([, name, value]) => [name, value]);

describe('docs/emulator-differences.md', () => {
  it('lists every switch with its default, and none that is gone', () => {
    const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));
    expect(rows).toEqual(Object.entries(defaultBehaviour).map(([name, value]) => [name, literal(value)]));
  });
});
