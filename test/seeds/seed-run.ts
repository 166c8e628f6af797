import type { FacadeStage } from '../browser/facade-stage.js';

/** One scenario of a demo, played. */
export interface SeedResult {
  /** The number of the founding document that the demo is from. */
  readonly seed: string;
  readonly scenario: string;
  readonly title: string;
  readonly isOk: boolean;
  /** What the pages showed, or what they did not. */
  readonly seen: string;
}

/** Plays one scenario. What it returns is what was seen; what it throws is why it failed. */
export type PlayScenario = (scenario: string, title: string, act: () => Promise<string>) => Promise<void>;

/** A demo, and how to play it. */
export interface Seed {
  readonly seed: string;
  /** What it consists of. */
  readonly files: readonly string[];
  readonly users: readonly string[];
  /** @param read gives one of the files */
  readonly play: (stage: FacadeStage, read: (file: string) => string, scenario: PlayScenario) => Promise<void>;
}
