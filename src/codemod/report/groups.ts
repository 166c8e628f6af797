import { type Finding, type Verdict, VERDICTS } from '../findings.js';

/** A member with all its places of one verdict and reason. */
export interface Group {
  readonly member: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly section: string;
  readonly places: readonly Finding[];
}

/** Findings by member, the worst first, then the most frequent. */
export function groupFindings(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.verdict}\n${finding.member}\n${finding.reason}`;
    const places = groups.get(key);
    if (places) places.push(finding);
    else groups.set(key, [finding]);
  }
  const list = [...groups.values()].flatMap((places): Group[] => {
    const [first] = places;
    if (!first) return [];
    const { member, verdict, reason, section } = first;
    return [{ member, verdict, reason, section, places }];
  });
  return list.sort((a, b) => rank(b) - rank(a) || b.places.length - a.places.length || (a.member < b.member ? -1 : 1));
}

function rank({ verdict }: Group): number {
  return VERDICTS.indexOf(verdict);
}

/** `src/chat.ts:12`. */
export function placeOf({ name, line }: { readonly name: string; readonly line: number }): string {
  return `${name}:${line}`;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  works: 'works',
  differs: 'differs',
  'needs-companion': 'needs companion',
  unsupported: 'unsupported',
};

/** `MIGRATION.md#read-state`. */
export function linkOf({ section }: { readonly section: string }): string {
  return `MIGRATION.md#${section}`;
}
