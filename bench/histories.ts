import type { SeedMessage } from 'rethread/emulator';
import type { BenchUser } from './emulator-process.js';

/** A history as two people write it with the library: each message carries its mark in the metadata. */
export function history(count: number, people: readonly BenchUser[]): SeedMessage[] {
  return Array.from({ length: count }, (_, number) => ({
    sender: people[number % people.length]!.userId,
    content: `Message number ${number}, about as long as what people write to each other.`,
    metadata: { rethread: JSON.stringify({ v: 1, nonce: number.toString(16).padStart(24, '0') }) },
  }));
}
