import type { OtherSdkAdvice } from '../other-sdk-advice.js';
import { type ScanResult, summarize } from '../scan.js';
import type { Verdict } from '../findings.js';
import type { Position } from '../source.js';
import { type Group, groupFindings, linkOf, placeOf, VERDICT_WORDS } from './groups.js';
import { nameAndVersions, otherSdkAdvice } from './other-sdks.js';
import { plural, summaryText } from './summary-text.js';

/** Colours, as `picocolors` gives them. */
export interface Colours {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

export interface TerminalOptions {
  readonly colours: Colours;
  /** Also what works. */
  readonly listsAll: boolean;
  /** The page that was written besides. */
  readonly page?: string | undefined;
}

/** How many places of a member are listed. */
const SHOWN = 4;
/** Below what a line is about. */
const INDENT = ' '.repeat(16);

/** The report for people at a terminal. */
export function toTerminal(result: ScanResult, { colours, listsAll, page }: TerminalOptions): string {
  const groups = groupFindings(result.findings).filter(({ verdict }) => listsAll || verdict !== 'works');
  const lines = [
    ...groups.flatMap((group) => describeGroup(group, colours)),
    ...result.otherSdks.flatMap((advice) => describeOther(advice, colours)),
    ...result.traps.map((trap) => `${colours.dim('left alone')}  ${placeOf(trap)} ${trap.note}`),
    ...result.failures.map((failure) => `${colours.red('unreadable')}  ${placeOf(failure)} ${failure.reason}; skipped`),
    ...result.skipped.map(({ name, reason }) => colours.dim(`skipped     ${name}: ${reason}`)),
  ];
  const summary = summaryText(result, summarize(result));
  const [first = '', ...rest] = summary;
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    colours.bold(first),
    ...rest,
    ...(page === undefined ? [] : [`The whole report: ${page}`]),
    '',
  ].join('\n');
}

function describeGroup(group: Group, colours: Colours): string[] {
  const { verdict, member, reason, places } = group;
  const label = labelOf(verdict, colours);
  const guessed = places.every(({ by }) => by === 'inference')
    ? ''
    : places.some(({ by }) => by === 'name')
      ? ' (by name)'
      : '';
  return [
    `${label} ${colours.bold(member)}${guessed}${countOf(places, colours)}`,
    ...(reason === '' ? [] : [`${INDENT}${reason} ${colours.dim(linkOf(group))}`]),
    `${INDENT}${colours.dim(listPlaces(places))}`,
  ];
}

function describeOther(advice: OtherSdkAdvice, colours: Colours): string[] {
  const { verdict, places } = advice;
  return [
    `${labelOf(verdict, colours)} ${colours.bold(nameAndVersions(advice))}${countOf(places, colours)}`,
    `${INDENT}${otherSdkAdvice(advice)}`,
    `${INDENT}${colours.dim(listPlaces(places))}`,
  ];
}

function labelOf(verdict: Verdict, colours: Colours): string {
  const paint = {
    works: colours.green,
    differs: colours.yellow,
    'needs-companion': colours.cyan,
    unsupported: colours.red,
  };
  return paint[verdict](VERDICT_WORDS[verdict].padEnd(15));
}

function countOf({ length }: readonly unknown[], { dim }: Colours): string {
  return length > 1 ? dim(` ${plural(length, 'place')}`) : '';
}

function listPlaces(places: readonly (Position & { readonly name: string })[]): string {
  const shown = places.slice(0, SHOWN).map((place) => `${placeOf(place)}:${place.column}`);
  return shown.join(', ') + (places.length > SHOWN ? ` … ${places.length - SHOWN} more` : '');
}
