import type { Finding, Verdict } from '../findings.js';
import type { ScanResult } from '../scan.js';
import type { OtherSdkAdvice } from '../other-sdk-advice.js';
import { groupFindings, linkOf, VERDICT_WORDS } from './groups.js';
import { otherSdkAdvice } from './other-sdks.js';

const LEVELS: Readonly<Record<Verdict, string>> = {
  works: 'none',
  differs: 'note',
  'needs-companion': 'warning',
  unsupported: 'error',
};

/** SARIF 2.1.0, what code scanning services read: a rule for each member, a result for each place that is not as before. */
export function toSarif({ findings, otherSdks, failures }: ScanResult, version: string): string {
  const shown = findings.filter(({ verdict }) => verdict !== 'works');
  const rules = new Map<string, object>();
  for (const group of groupFindings(shown)) {
    const id = ruleId(group);
    if (!rules.has(id)) {
      rules.set(id, {
        id,
        shortDescription: { text: `${group.member}: ${VERDICT_WORDS[group.verdict]}` },
        fullDescription: { text: group.reason },
        help: { text: `See ${linkOf(group)} of rethread.` },
        defaultConfiguration: { level: LEVELS[group.verdict] },
      });
    }
  }
  for (const advice of otherSdks) rules.set(otherRuleId(advice), otherRule(advice));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'rethread scan', version, rules: [...rules.values()] } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: failures.map(({ name, line, column, reason }) => ({
              level: 'error',
              message: { text: reason },
              locations: [location(name, { startLine: line, startColumn: column })],
            })),
          },
        ],
        results: [...shown.map(toResult), ...otherSdks.flatMap(otherResults)],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toResult(finding: Finding): object {
  const { member, verdict, reason, name, line, column, endColumn, by } = finding;
  const evidence = by === 'types' ? '' : by === 'name' ? ' (told by the name alone)' : ' (by inference)';
  return {
    ruleId: ruleId(finding),
    level: LEVELS[verdict],
    message: { text: `${member}: ${reason}${evidence}` },
    locations: [location(name, { startLine: line, startColumn: column, endColumn })],
  };
}

const otherRuleId = (advice: OtherSdkAdvice): string => `other-sdk/${advice.package}`;

function otherRule(advice: OtherSdkAdvice): object {
  const { title, chapter, verdict } = advice;
  return {
    id: otherRuleId(advice),
    shortDescription: { text: `${title}: ${advice.module ?? 'no facade'}` },
    fullDescription: { text: otherSdkAdvice(advice) },
    ...(chapter !== undefined && { help: { text: `See ${chapter} of rethread.` } }),
    defaultConfiguration: { level: LEVELS[verdict] },
  };
}

function otherResults(advice: OtherSdkAdvice): object[] {
  return advice.places.map(({ name, line, column, endColumn }) => ({
    ruleId: otherRuleId(advice),
    level: LEVELS[advice.verdict],
    message: { text: `${advice.package}: ${otherSdkAdvice(advice)}` },
    locations: [location(name, { startLine: line, startColumn: column, endColumn })],
  }));
}

/** One for each member and verdict: the same member may differ here and be private state there. */
function ruleId({ member, verdict }: Pick<Finding, 'member' | 'verdict'>): string {
  return `${verdict}/${member}`;
}

function location(name: string, region: object): object {
  return { physicalLocation: { artifactLocation: { uri: encodeURI(name) }, region } };
}
