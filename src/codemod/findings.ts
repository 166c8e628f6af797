import type { Evidence, Use, UseKind } from './analysis/uses.js';
import { LEGACY_ADVICE } from './data/legacy-names.js';
import { sectionOf } from './data/migration-sections.js';
import { PRIVATE_MEMBERS } from './data/private-state.js';
import type { Document } from './document.js';
import type { Position } from './source.js';
import { SDK_VERSION, type SupportLevel, supportOf } from './support.js';

/** What a use means for a move, from nothing to do to nothing that can be done. */
export type Verdict = 'works' | 'differs' | 'needs-companion' | 'unsupported';

export const VERDICTS: readonly Verdict[] = ['works', 'differs', 'needs-companion', 'unsupported'];

/** A place where an app uses the SDK, and what rethread does there. */
export interface Finding extends Position {
  /** The file. */
  readonly name: string;
  /** Of the written name, from 1; in the same line. */
  readonly endColumn: number;
  /** The row of the support table: `Conversation#join`. */
  readonly member: string;
  readonly verdict: Verdict;
  /** What to expect, and what to do. Empty where it works. */
  readonly reason: string;
  /** Where MIGRATION.md says more. */
  readonly section: string;
  readonly kind: UseKind | 'pattern';
  readonly by: Evidence;
  /** `rethread codemod` changes this place. */
  readonly isAutomatic: boolean;
  readonly excerpt: string;
}

const VERDICT_OF: Readonly<Record<SupportLevel, Verdict>> = {
  same: 'works',
  emulated: 'works',
  differs: 'differs',
  'needs-companion': 'needs-companion',
  unsupported: 'unsupported',
};

/** Judges a use by the support table. */
export function judge(use: Use, { source, lines }: Document): Finding {
  const start = lines.positionOf(use.start);
  return {
    name: source.name,
    ...start,
    endColumn: start.column + use.end - use.start,
    member: use.id,
    kind: use.kind,
    by: use.by,
    section: sectionOf(use.id),
    excerpt: lines.excerptAt(use.start),
    ...verdictOn(use),
  };
}

function verdictOn({ kind, id, renamed, by }: Use): Pick<Finding, 'verdict' | 'reason' | 'isAutomatic'> {
  switch (kind) {
    case 'private': {
      const name = id.split('#')[1] ?? '';
      return {
        verdict: 'differs',
        reason: `Private state of the SDK: \`${name}\` says the same.`,
        isAutomatic: by !== 'name',
      };
    }
    case 'inside':
      return {
        verdict: 'unsupported',
        reason: `Private state of the SDK: use ${PRIVATE_MEMBERS[id] ?? 'public properties'}.`,
        isAutomatic: false,
      };
    case 'gone':
      return { verdict: 'unsupported', reason: goneReason(id), isAutomatic: false };
    case 'unknown':
      return {
        verdict: 'unsupported',
        reason: `No public member of the SDK (${SDK_VERSION}): neither Twilio's SDK nor rethread has it.`,
        isAutomatic: false,
      };
    default: {
      const row = supportOf(id);
      // What rethread adds has no row, and works.
      const level = row?.support ?? 'same';
      const reason = level === 'same' || level === 'emulated' ? '' : (row?.reason ?? '');
      return { verdict: VERDICT_OF[level], reason, isAutomatic: renamed !== undefined && by !== 'name' };
    }
  }
}

function goneReason(id: string): string {
  const advice = LEGACY_ADVICE[id];
  return `Of twilio-chat, without a counterpart${advice === undefined ? '.' : `: ${advice}.`}`;
}
