import { type ScanResult, summarize } from '../scan.js';
import { type Group, groupFindings, linkOf, placeOf, VERDICT_WORDS } from './groups.js';
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

/** The report for people at a terminal. */
export function toTerminal(result: ScanResult, { colours, listsAll, page }: TerminalOptions): string {
  const groups = groupFindings(result.findings).filter(({ verdict }) => listsAll || verdict !== 'works');
  const lines = [
    ...groups.flatMap((group) => describeGroup(group, colours)),
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
  const paint = {
    works: colours.green,
    differs: colours.yellow,
    'needs-companion': colours.cyan,
    unsupported: colours.red,
  };
  const label = paint[verdict](VERDICT_WORDS[verdict].padEnd(15));
  const guessed = places.every(({ by }) => by === 'inference')
    ? ''
    : places.some(({ by }) => by === 'name')
      ? ' (by name)'
      : '';
  const count = places.length > 1 ? colours.dim(` ${plural(places.length, 'place')}`) : '';
  const shown = places.slice(0, SHOWN).map((place) => `${placeOf(place)}:${place.column}`);
  const more = places.length > SHOWN ? ` … ${places.length - SHOWN} more` : '';
  return [
    `${label} ${colours.bold(member)}${guessed}${count}`,
    ...(reason === '' ? [] : [`${' '.repeat(16)}${reason} ${colours.dim(linkOf(group))}`]),
    `${' '.repeat(16)}${colours.dim(shown.join(', ') + more)}`,
  ];
}
