import { type ScanResult, summarize } from '../scan.js';
import { type Group, groupFindings, linkOf, placeOf, VERDICT_WORDS } from './groups.js';
import { nameAndVersions, otherSdkAdvice } from './other-sdks.js';
import { summaryText } from './summary-text.js';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8884; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
details summary { cursor: pointer; }
.unsupported { color: #b3261e; } .needs-companion { color: #0b63a5; } .differs { color: #8a5a00; } .works { color: #1e7b34; }
@media (prefers-color-scheme: dark) {
  .unsupported { color: #ff8a80; } .needs-companion { color: #82c7ff; } .differs { color: #ffcc66; } .works { color: #7fd694; }
}
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem; } .figures b { display: block; font-size: 2rem; line-height: 1.2; }
`;

/** One page with everything inside: nothing is loaded from elsewhere. */
export function toHtml(result: ScanResult): string {
  const summary = summarize(result);
  const [first = '', ...rest] = summaryText(result, summary);
  const figures = (['works', 'differs', 'needs-companion', 'unsupported'] as const).map(
    (verdict) => `<div class="${verdict}"><b>${summary.byVerdict[verdict]}</b>${VERDICT_WORDS[verdict]}</div>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Twilio Conversations in this app</title>
<style>${STYLE}</style>
<body>
<h1>Twilio Conversations in this app</h1>
<p><strong>${escape(first)}</strong></p>
${rest.map((line) => `<p>${escape(line)}</p>`).join('\n')}
<div class="figures">${figures.join('')}</div>
<h2>Members</h2>
<table>
<thead><tr><th>Member<th>Verdict<th>What to expect<th>Where</tr></thead>
<tbody>
${groupFindings(result.findings).map(rowOf).join('\n')}
</tbody>
</table>
${listOf(
  'Other chat SDKs',
  result.otherSdks.map(
    (advice) => `${nameAndVersions(advice)}: ${otherSdkAdvice(advice)} ${advice.places.map(placeOf).join(', ')}`,
  ),
)}
${listOf(
  'Left alone',
  result.traps.map((trap) => `${placeOf(trap)}: ${trap.note}`),
)}
${listOf(
  'Unreadable',
  result.failures.map((failure) => `${placeOf(failure)}: ${failure.reason}`),
)}
${listOf(
  'Skipped',
  result.skipped.map(({ name, reason }) => `${name}: ${reason}`),
)}
</body>
</html>
`;
}

function rowOf(group: Group): string {
  const { member, verdict, reason, places } = group;
  const items = places.map(
    (place) => `<li><code>${escape(placeOf(place))}</code> <code>${escape(place.excerpt)}</code>`,
  );
  const section = reason === '' ? '' : `${escape(reason)} <code>${escape(linkOf(group))}</code>`;
  return `<tr><td><code>${escape(member)}</code><td class="${verdict}">${VERDICT_WORDS[verdict]}<td>${section}<td><details><summary>${places.length}</summary><ul>${items.join('')}</ul></details></tr>`;
}

function listOf(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<h2>${title}</h2>\n<ul>${items.map((item) => `<li>${escape(item)}`).join('')}</ul>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
