import type { Use } from '../analysis/uses.js';
import type { Document } from '../document.js';
import type { Edit } from '../edits.js';
import type { PackageInfo } from '../project/packages.js';
import type { MockMoves } from './mock-moves.js';

/**
 * How much a remark asks for. `info`: nothing. `check`: something was changed that tests may notice. `by-hand`: something has
 * to be changed that a program cannot decide.
 */
export type RemarkLevel = 'info' | 'check' | 'by-hand';

export interface Remark {
  readonly level: RemarkLevel;
  readonly offset: number;
  readonly message: string;
}

/** What all steps go by. */
export interface StepOptions {
  /** Version of rethread for `package.json`. */
  readonly version: string;
  /** Where pages load rethread from. */
  readonly scriptSrc: string;
  /** ACS endpoint to insert where clients are made; without it the step `endpoint` does nothing. */
  readonly endpoint?: string | undefined;
}

export interface StepContext {
  readonly document: Document;
  /** What the file uses of the SDK; found when first asked for. */
  readonly uses: readonly Use[];
  readonly package: PackageInfo;
  readonly moves: MockMoves;
  readonly options: StepOptions;
}

/** What a step wants of one file. */
export interface StepResult {
  readonly edits: readonly Edit[];
  readonly remarks: readonly Remark[];
}

export type Step = (context: StepContext) => StepResult;

/** Collects what a step wants. */
export class StepWork implements StepResult {
  readonly edits: Edit[] = [];
  readonly remarks: Remark[] = [];

  replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  remark(level: RemarkLevel, offset: number, message: string): void {
    this.remarks.push({ level, offset, message });
  }
}
