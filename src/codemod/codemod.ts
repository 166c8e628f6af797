import { existsSync } from 'node:fs';
import type { TypeOracle } from './analysis/type-oracle.js';
import { AppFile } from './app-file.js';
import type { Document } from './document.js';
import { applyEdits, type Edit } from './edits.js';
import { type Candidate, collect, nameIn, readRelevant, type SkippedFile } from './files/collect.js';
import { Packages } from './project/packages.js';
import { forEachItem, type RunOptions } from './progress.js';
import type { Position } from './source.js';
import { type StepName, STEP_NAMES, STEPS } from './steps/index.js';
import { type MockMoves, NO_MOVES, planMockMoves } from './steps/mock-moves.js';
import { aliasEdits } from './steps/package-json.js';
import type { Remark, RemarkLevel, StepContext, StepOptions, StepResult } from './steps/step.js';

export interface CodemodOptions extends RunOptions, StepOptions {
  readonly paths: readonly string[];
  /** Default: all. */
  readonly steps?: readonly StepName[] | undefined;
  /** Only give the old name to rethread, in `package.json`. */
  readonly alias?: boolean | undefined;
  /** What the compiler knows, if it may be asked. */
  readonly types?: TypeOracle | undefined;
}

/** A file that changes, moves, or both. */
export interface FileChange {
  readonly path: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly steps: readonly StepName[];
  readonly edits: readonly Edit[];
  /** Where it goes. */
  readonly target?: { readonly path: string; readonly name: string } | undefined;
}

/** Something that a person should know about a place. */
export interface FileRemark extends Position {
  readonly name: string;
  readonly step: StepName;
  readonly level: RemarkLevel;
  readonly message: string;
  readonly excerpt: string;
}

/** A file, or a part of it, that could not be read as code. */
export interface FileFailure extends Position {
  readonly name: string;
  readonly reason: string;
}

/** What a run would do; nothing is written yet. */
export interface CodemodPlan {
  readonly changes: readonly FileChange[];
  readonly remarks: readonly FileRemark[];
  readonly failures: readonly FileFailure[];
  readonly skipped: readonly SkippedFile[];
  readonly filesLookedAt: number;
}

/**
 * Finds out what has to change below the paths.
 *
 * @throws Error naming a path that does not exist
 */
export async function planCodemod(options: CodemodOptions): Promise<CodemodPlan> {
  const { candidates, skipped } = collect(options.paths, options.root);
  const planner = new Planner(options, candidates);
  await forEachItem(candidates, options, (candidate) => planner.add(candidate));
  return {
    changes: planner.changes,
    remarks: planner.remarks,
    failures: planner.failures,
    skipped: [...skipped, ...planner.skipped],
    filesLookedAt: candidates.length,
  };
}

class Planner {
  readonly changes: FileChange[] = [];
  readonly remarks: FileRemark[] = [];
  readonly failures: FileFailure[] = [];
  readonly skipped: SkippedFile[] = [];
  private readonly packages = new Packages();
  private readonly steps: readonly StepName[];
  private readonly moves: MockMoves;

  constructor(
    private readonly options: CodemodOptions,
    candidates: readonly Candidate[],
  ) {
    this.steps = options.steps ?? STEP_NAMES;
    const movesMocks = this.steps.includes('mocks') && !options.alias;
    this.moves = movesMocks ? planMockMoves(candidates.map(({ path }) => path)) : NO_MOVES;
  }

  add(candidate: Candidate): void {
    const { root } = this.options;
    const source = readRelevant(candidate, root, (path, text) => this.isWanted(path, text));
    if (!source) return;
    if ('reason' in source) return void this.skipped.push(source);
    const file = new AppFile(source, root, this.options.types);
    const { document } = file;
    for (const { offset, reason } of document.failures) {
      this.failures.push({ name: source.name, reason, ...document.lines.positionOf(offset) });
    }
    if (!document.failures.some(({ isWhole }) => isWhole)) this.run(file);
  }

  private isWanted(path: string, text: string): boolean {
    return this.moves.targetOf(path) !== undefined || this.packages.mayMeetSdk(path, text);
  }

  private run(file: AppFile): void {
    const { document } = file;
    const context: StepContext = {
      document,
      get uses() {
        return file.uses;
      },
      package: this.packages.of(document.source.path),
      moves: this.moves,
      options: this.options,
    };
    const results = this.options.alias
      ? [['package-json', aliasEdits(context)] as const]
      : this.steps.map((name) => [name, STEPS[name](context)] as const);
    for (const [step, { remarks }] of results) {
      for (const remark of remarks) this.remarks.push(placed(document, step, remark));
    }
    this.addChange(document, results);
  }

  private addChange(document: Document, results: readonly (readonly [StepName, StepResult])[]): void {
    const { path, name, text } = document.source;
    const edits = results.flatMap(([, result]) => result.edits);
    const moved = this.moves.targetOf(path);
    const target = moved === undefined || this.isTaken(document, moved) ? undefined : moved;
    const after = applyEdits(text, edits);
    if (after === text && target === undefined) return;
    const steps = results.filter(([step, result]) => result.edits.length > 0 || (step === 'mocks' && target));
    this.changes.push({
      path,
      name,
      before: text,
      after,
      edits,
      steps: steps.map(([step]) => step),
      ...(target !== undefined && { target: { path: target, name: nameIn(this.options.root, target) } }),
    });
  }

  private isTaken(document: Document, target: string): boolean {
    if (!existsSync(target)) return false;
    const message = `left alone: ${nameIn(this.options.root, target)} is there already`;
    this.remarks.push(placed(document, 'mocks', { level: 'by-hand', offset: 0, message }));
    return true;
  }
}

function placed({ source, lines }: Document, step: StepName, { level, offset, message }: Remark): FileRemark {
  return { name: source.name, step, level, message, ...lines.positionOf(offset), excerpt: lines.excerptAt(offset) };
}
