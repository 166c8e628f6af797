import type { OtherSdkAdvice } from '../other-sdk-advice.js';
import { type ScanResult, summarize } from '../scan.js';
import { type Group, groupFindings, linkOf, placeOf, VERDICT_WORDS } from './groups.js';
import { nameAndVersions, otherSdkAdvice } from './other-sdks.js';
import { summaryText } from './summary-text.js';

/** A list of tasks in Markdown: what is to be done, where, and what the codemod does by itself. */
export function toTasks(result: ScanResult): string {
  const byHand = groupFindings(
    result.findings.filter(({ verdict, isAutomatic }) => verdict !== 'works' && !isAutomatic),
  );
  const automatic = result.findings.filter(({ isAutomatic }) => isAutomatic);
  const lines = [
    '# Move this app from the Twilio Conversations SDK to rethread',
    '',
    ...summaryText(result, summarize(result)),
    ...section('## Other chat SDKs', result.otherSdks.flatMap(otherSdkTask)),
    '',
    '## First, by program',
    '',
    '- [ ] Commit all changes, then run `npx rethread codemod --write`.',
    ...(automatic.length > 0 ? [`      Besides imports it changes ${automatic.map(placeOf).join(', ')}.`] : []),
    '- [ ] Run the package manager’s install.',
    '- [ ] Let the backend issue connection tokens (MIGRATION.md#tokens).',
    '',
    '## Then, by hand',
    '',
    ...(byHand.length === 0 ? ['Nothing.'] : byHand.flatMap(taskOf)),
    ...section(
      '## Unreadable files',
      result.failures.map((failure) => `- [ ] \`${placeOf(failure)}\`: ${failure.reason}`),
    ),
    ...section(
      '## Leave alone',
      result.traps.map((trap) => `- \`${placeOf(trap)}\`: ${trap.note}`),
    ),
    '',
    '## At the end',
    '',
    '- [ ] Run the type checker and the tests.',
    '- [ ] Run `npx rethread scan` again: only what was decided may be left.',
  ];
  return `${lines.join('\n')}\n`;
}

function taskOf(group: Group): string[] {
  const { member, verdict, reason, places } = group;
  return [`- [ ] **${member}** (${VERDICT_WORDS[verdict]}): ${reason} See ${linkOf(group)}.`, ...places.map(listed)];
}

function otherSdkTask(advice: OtherSdkAdvice): string[] {
  return [`- [ ] **${nameAndVersions(advice)}**: ${otherSdkAdvice(advice)}`, ...advice.places.map(listed)];
}

function listed(place: { name: string; line: number; excerpt: string }): string {
  return `      - \`${placeOf(place)}\` \`${place.excerpt.replaceAll('`', "'")}\``;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, '', ...lines];
}
