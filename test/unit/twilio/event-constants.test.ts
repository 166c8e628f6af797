import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Client, Conversation, Participant } from '../../../src/twilio/index.js';

/** The constants that a class declares. */
const declaredIn = (file: string): string[] =>
  [...readFileSync(`src/twilio/${file}.ts`, 'utf8').matchAll(/declare static readonly (\w+): '\1';/g)].map(
    ([, name]) => name ?? '',
  );

describe('the constants of events', () => {
  it.each([
    ['client-event-names', Client, 24],
    ['conversation', Conversation, 10],
    ['participant', Participant, 3],
  ])('have their own names as values: %s', (file, type, count) => {
    const names = declaredIn(file);
    expect(names).toHaveLength(count);
    for (const name of names) expect((type as unknown as Record<string, unknown>)[name]).toBe(name);
  });
});
