import { moduleReferences } from './analysis/module-references.js';
import { findPatterns } from './analysis/patterns.js';
import type { TypeOracle } from './analysis/type-oracle.js';
import { AppFile } from './app-file.js';
import type { FileFailure } from './codemod.js';
import type { Document } from './document.js';
import { collect, readRelevant, type SkippedFile } from './files/collect.js';
import { type Finding, judge, VERDICTS, type Verdict } from './findings.js';
import { adviseOn, type OtherSdkAdvice } from './other-sdk-advice.js';
import { type OtherSdkPlace, placesOfOtherSdks } from './other-sdks.js';
import { sectionOf } from './data/migration-sections.js';
import { type PackageInfo, Packages } from './project/packages.js';
import { forEachItem, type RunOptions } from './progress.js';
import { findTraps, type TrapNote } from './traps.js';

export interface ScanOptions extends RunOptions {
  readonly paths: readonly string[];
  /** What the compiler knows, if it may be asked. */
  readonly types?: TypeOracle | undefined;
}

/** A file that names the SDK. */
export interface SdkFile {
  readonly name: string;
  /** How often it names the package, or the script of Twilio's CDN. */
  readonly imports: number;
  /** It imports rethread already, and not Twilio's SDK. */
  readonly isMigrated: boolean;
}

/** What an app uses of the SDK, and what that means for a move. */
export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly files: readonly SdkFile[];
  readonly traps: readonly TrapNote[];
  /** Chat SDKs besides Twilio's. */
  readonly otherSdks: readonly OtherSdkAdvice[];
  readonly failures: readonly FileFailure[];
  readonly skipped: readonly SkippedFile[];
  readonly filesLookedAt: number;
}

/**
 * Finds all uses of the SDK below the paths.
 *
 * @throws Error naming a path that does not exist
 */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const { candidates, skipped } = collect(options.paths, options.root);
  const scanner = new Scanner([...skipped]);
  const packages = new Packages();
  await forEachItem(candidates, options, (candidate) => {
    const source = readRelevant(candidate, options.root, (path, text) => packages.mayMeetSdk(path, text));
    if (!source) return;
    if ('reason' in source) scanner.skipped.push(source);
    else scanner.add(new AppFile(source, options.root, options.types), packages.of(source.path));
  });
  const { findings, files, traps, failures } = scanner;
  const otherSdks = adviseOn(scanner.otherSdks);
  return { findings, files, traps, otherSdks, failures, skipped: scanner.skipped, filesLookedAt: candidates.length };
}

class Scanner {
  readonly findings: Finding[] = [];
  readonly files: SdkFile[] = [];
  readonly traps: TrapNote[] = [];
  readonly otherSdks: OtherSdkPlace[] = [];
  readonly failures: FileFailure[] = [];

  constructor(readonly skipped: SkippedFile[]) {}

  add(file: AppFile, owner: PackageInfo): void {
    const { document } = file;
    const { source, lines } = document;
    for (const { offset, reason } of document.failures) {
      this.failures.push({ name: source.name, reason, ...lines.positionOf(offset) });
    }
    this.traps.push(...findTraps(document));
    this.otherSdks.push(...placesOfOtherSdks(document, owner));
    const imports = importsOf(document);
    for (const use of file.uses) this.findings.push(judge(use, document));
    for (const { member, start, end, reason } of findPatterns(file.uses)) {
      const at = lines.positionOf(start);
      this.findings.push({
        name: source.name,
        ...at,
        endColumn: at.column + end - start,
        member,
        kind: 'pattern',
        by: 'inference',
        verdict: 'differs',
        reason,
        section: sectionOf(member),
        isAutomatic: false,
        excerpt: lines.excerptAt(start),
      });
    }
    if (imports.all > 0 || file.uses.length > 0) {
      this.files.push({ name: source.name, imports: imports.all, isMigrated: imports.all > 0 && imports.twilio === 0 });
    }
  }
}

const TAG = /\/(?:conversations|chat)\/(?:releases\/)?v?[1-9][\w.-]*\/twilio-(?:conversations|chat)(?:\.min)?\.js/g;

function importsOf(document: Document): { all: number; twilio: number } {
  const references = document.scripts
    .flatMap((script) => moduleReferences(script))
    .filter(({ kind }) => kind !== 'string');
  const tags = [...document.source.text.matchAll(TAG)].length;
  const twilio = references.filter(({ module }) => !module.isMigrated).length + tags;
  return { all: references.length + tags, twilio };
}

/** The figures that a summary is made of. Members are counted once each, however often they are used. */
export interface Summary {
  readonly members: number;
  readonly byVerdict: Readonly<Record<Verdict, number>>;
  /** Places that a person has to look at. */
  readonly places: number;
  /** Places that the codemod changes. */
  readonly automatic: number;
  readonly imports: number;
  readonly files: number;
  readonly effort: Effort;
}

export type Effort = 'none' | 'small' | 'medium' | 'large';

/** How much of it is a person's work: the codemod does the rest. */
export function summarize({ findings, files }: ScanResult): Summary {
  const worst = new Map<string, Verdict>();
  for (const { member, verdict } of findings) {
    const known = worst.get(member);
    if (!known || VERDICTS.indexOf(verdict) > VERDICTS.indexOf(known)) worst.set(member, verdict);
  }
  const count = (wanted: Verdict): number => [...worst.values()].filter((verdict) => verdict === wanted).length;
  const byHand = findings.filter(({ verdict, isAutomatic }) => verdict !== 'works' && !isAutomatic);
  const membersOf = (...wanted: Verdict[]): number =>
    new Set(byHand.filter(({ verdict }) => wanted.includes(verdict)).map(({ member }) => member)).size;
  return {
    members: worst.size,
    byVerdict: {
      works: count('works'),
      differs: count('differs'),
      'needs-companion': count('needs-companion'),
      unsupported: count('unsupported'),
    },
    places: byHand.length,
    automatic: findings.filter(({ isAutomatic }) => isAutomatic).length,
    imports: files.reduce((sum, { imports }) => sum + imports, 0),
    files: files.length,
    effort: effortOf(membersOf('differs'), membersOf('needs-companion', 'unsupported')),
  };
}

/**
 * A member to read about counts one, one that has nothing to fall back on ten: a rule of thumb, not an estimate in hours. How
 * often a member is used says little, as most uses are alike.
 */
function effortOf(differing: number, blockers: number): Effort {
  const weight = differing + 10 * blockers;
  if (weight === 0) return 'none';
  return weight <= 15 ? 'small' : weight <= 50 ? 'medium' : 'large';
}

/** What is at or above a level. */
export function findingsFrom<Judged extends { readonly verdict: Verdict }>(
  findings: readonly Judged[],
  level: Verdict,
): Judged[] {
  return findings.filter(({ verdict }) => VERDICTS.indexOf(verdict) >= VERDICTS.indexOf(level));
}
