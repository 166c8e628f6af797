import { type ScanResult, summarize } from '../scan.js';

/** Everything a scan found, for programs. */
export function toJson(result: ScanResult): string {
  const { findings, files, traps, otherSdks, failures, skipped, filesLookedAt } = result;
  const report = { summary: summarize(result), filesLookedAt, findings, files, traps, otherSdks, failures, skipped };
  return `${JSON.stringify(report, null, 2)}\n`;
}
