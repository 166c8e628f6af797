import type { Effort, ScanResult, Summary } from '../scan.js';
import { groupFindings, placeOf } from './groups.js';
import { otherSdkLine } from './other-sdks.js';

const EFFORTS: Readonly<Record<Effort, string>> = {
  none: 'none beyond the codemod',
  small: 'small: some places to read',
  medium: 'medium: places to read, and decisions to take',
  large: 'large: parts of the app rest on what ACS does not have',
};

/** What somebody reads who does not read code. */
export function summaryText(result: ScanResult, summary: Summary): string[] {
  const others = result.otherSdks.map(otherSdkLine);
  if (summary.members === 0 && summary.imports === 0) {
    return [`No use of the Twilio Conversations SDK in ${plural(result.filesLookedAt, 'file')}.`, ...others];
  }
  const { works, differs, unsupported } = summary.byVerdict;
  const companion = summary.byVerdict['needs-companion'];
  const parts = [
    verb(works, 'work'),
    verb(differs, 'differ'),
    ...(companion > 0 ? [`${verb(companion, 'need')} the companion`] : []),
    unsupported === 1 ? '1 blocker' : `${unsupported} blockers`,
  ];
  return [
    `${plural(summary.members, 'member')} of the SDK used in ${plural(summary.files, 'file')}: ${parts.join(', ')}.`,
    ...blockerLine(result),
    `The codemod rewrites ${plural(summary.imports, 'import')} and ${plural(summary.automatic, 'other place')}.`,
    `Effort: ${EFFORTS[summary.effort]}.`,
    ...others,
  ];
}

function blockerLine({ findings }: ScanResult): string[] {
  const groups = groupFindings(findings.filter(({ verdict }) => verdict === 'unsupported'));
  const places = groups.map(({ member, places: [first, ...more] }) => {
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return `${member} (${first ? placeOf(first) : ''}${others})`;
  });
  if (places.length === 0) return [];
  const shown = places.slice(0, 5);
  const rest = places.length > shown.length ? `, and ${places.length - shown.length} others` : '';
  return [`Blockers: ${shown.join(', ')}${rest}.`];
}

function verb(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? 's' : ''}`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
