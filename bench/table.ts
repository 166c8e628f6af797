import type { Finding } from './finding.js';

type Row = readonly [string, string, string, string];

/** A table for the terminal that can be pasted into Markdown as well. */
export function formatTable(findings: readonly Finding[]): string {
  const rows: Row[] = [
    ['What', 'Budget', 'Measured (ours / raw)', 'Met'],
    ...findings.map(({ what, budget, measured, isMet }): Row => [what, budget, measured, describe(isMet)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [head, rule, ...body].join('\n');
}

function describe(isMet: boolean | undefined): string {
  if (isMet === undefined) return '–';
  return isMet ? 'yes' : 'no';
}
