import { describe, expect, it } from 'vitest';
import {
  findingsFrom,
  scan,
  type ScanResult,
  summarize,
  toHtml,
  toJson,
  toSarif,
  toTasks,
  toTerminal,
} from '../../../src/codemod/index.js';
import { withFolder } from '../../helper/codemod-case.js';

const plain = (text: string): string => text;
const colours = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, cyan: plain };

const APP = {
  'src/chat.ts': `import { Client, type Message } from '@twilio/conversations';
const client = new Client('t');
client.on('messageAdded', show);
export async function open(sid: string) {
  const conversation = await client.getConversationBySid(sid);
  await conversation.addNonChatParticipant('a', 'b');
  await client.user.updateFriendlyName('<b>"me"</b>');
  return conversation.setAllMessagesUnread();
}
function show(message: Message) {
  console.log(message.body, message.index + 1, message.sid.startsWith('IM'), (message as any).state.timestamp);
}
`,
  'src/server.js': `const grant = new ChatGrant();\nclient.conversations.v1.conversations('CH1');\nrequire('@twilio/conversations');\n`,
  'src/broken.js': `import '@twilio/conversations';\nconst = 1;\n`,
};

function scanOf(files: Record<string, string>): Promise<ScanResult> {
  return withFolder(new Map(Object.entries(files)), (folder) => scan({ paths: [folder], root: folder }));
}

describe('a scan', () => {
  it('judges each use by the support table', async () => {
    const { findings } = await scanOf(APP);
    const verdicts = findings
      .filter(({ kind }) => kind !== 'name')
      .map(({ line, member, verdict, kind, isAutomatic }) => [line, member, verdict, kind, isAutomatic]);
    expect(verdicts).toEqual([
      [3, 'Client#on', 'differs', 'member', false],
      [3, 'Client:messageAdded', 'works', 'event', false],
      [5, 'Client#getConversationBySid', 'works', 'member', false],
      [6, 'Conversation#addNonChatParticipant', 'unsupported', 'member', false],
      [7, 'Client#user', 'works', 'member', false],
      [7, 'User#updateFriendlyName', 'needs-companion', 'member', false],
      [8, 'Conversation#setAllMessagesUnread', 'differs', 'member', false],
      [11, 'Message#body', 'works', 'member', false],
      [11, 'Message#index', 'works', 'member', false],
      [11, 'Message#sid', 'works', 'member', false],
      [11, 'Message#dateCreated', 'differs', 'private', true],
      [11, 'Message#index', 'differs', 'pattern', false],
      [11, 'Message#sid', 'differs', 'pattern', false],
    ]);
  });

  it('places findings by line and column, and links to the chapter', async () => {
    const { findings } = await scanOf(APP);
    expect(findings.find(({ member }) => member === 'Conversation#setAllMessagesUnread')).toEqual({
      name: 'src/chat.ts',
      line: 8,
      column: 23,
      endColumn: 43,
      member: 'Conversation#setAllMessagesUnread',
      verdict: 'differs',
      reason:
        'An ACS receipt never moves back: a lower horizon or none is kept by the companion; without it, it holds for this client alone.',
      section: 'read-state',
      kind: 'member',
      by: 'inference',
      isAutomatic: false,
      excerpt: 'return conversation.setAllMessagesUnread();',
    });
  });

  it('explains what is near, and names what it cannot read', async () => {
    const { traps, failures } = await scanOf(APP);
    expect(traps.map(({ line, note }) => `${line} ${note}`)).toEqual([
      '2 Twilio’s REST API, of the package "twilio": your backend’s, see MIGRATION.md, Tokens',
      '1 a token made for Twilio: your backend’s, see MIGRATION.md, Tokens',
    ]);
    expect(failures).toMatchObject([{ name: 'src/broken.js', line: 2 }]);
  });

  it('counts members, places and files', async () => {
    const result = await scanOf(APP);
    expect(summarize(result)).toEqual({
      members: 13,
      byVerdict: { works: 6, differs: 5, 'needs-companion': 1, unsupported: 1 },
      places: 6,
      automatic: 1,
      imports: 2,
      files: 2,
      effort: 'medium',
    });
    expect(findingsFrom(result.findings, 'needs-companion').map(({ member }) => member)).toEqual([
      'Conversation#addNonChatParticipant',
      'User#updateFriendlyName',
    ]);
  });

  it('finds nothing in an app that does not use the SDK', async () => {
    const result = await scanOf({ 'a.js': 'export const a = 1;' });
    expect(toTerminal(result, { colours, listsAll: true })).toBe('No use of the Twilio Conversations SDK in 1 file.\n');
    expect(summarize(result).effort).toBe('none');
  });

  it('tells files that have moved already', async () => {
    const { files } = await scanOf({ 'a.js': "import 'rethread';", 'b.js': "import '@twilio/conversations';" });
    expect(files.map(({ name, isMigrated }) => [name, isMigrated])).toEqual([
      ['a.js', true],
      ['b.js', false],
    ]);
  });
});

describe('the report', () => {
  it('for the terminal has the worst first, and ends with what a manager reads', async () => {
    const lines = toTerminal(await scanOf(APP), { colours, listsAll: false, page: 'report.html' }).split('\n');
    expect(lines[0]).toBe('unsupported     Conversation#addNonChatParticipant');
    expect(lines.slice(-7)).toEqual([
      '',
      '13 members of the SDK used in 2 files: 6 work, 5 differ, 1 needs the companion, 1 blocker.',
      'Blockers: Conversation#addNonChatParticipant (src/chat.ts:6).',
      'The codemod rewrites 2 imports and 1 other place.',
      'Effort: medium: places to read, and decisions to take.',
      'The whole report: report.html',
      '',
    ]);
    expect(lines.join('\n')).not.toContain('works');
  });

  it('as JSON has everything', async () => {
    const report = JSON.parse(toJson(await scanOf(APP))) as {
      summary: object;
      findings: unknown[];
      filesLookedAt: number;
    };
    expect(report.summary).toMatchObject({ members: 13 });
    expect(report.filesLookedAt).toBe(3);
    expect(report.findings.length).toBeGreaterThan(12);
  });

  it('as SARIF has a rule for each result, in paths and columns that code scanning understands', async () => {
    const log = JSON.parse(toSarif(await scanOf(APP), '1.2.3')) as {
      version: string;
      runs: {
        tool: { driver: { name: string; version: string; rules: { id: string }[] } };
        invocations: { toolExecutionNotifications: unknown[] }[];
        results: { ruleId: string; level: string; message: { text: string }; locations: object[] }[];
      }[];
    };
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run!.tool.driver).toMatchObject({ name: 'rethread scan', version: '1.2.3' });
    const rules = new Set(run!.tool.driver.rules.map(({ id }) => id));
    expect(rules.size).toBe(run!.tool.driver.rules.length);
    expect(run!.results.every(({ ruleId }) => rules.has(ruleId))).toBe(true);
    expect(run!.results.find(({ level }) => level === 'error')).toMatchObject({
      ruleId: 'unsupported/Conversation#addNonChatParticipant',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/chat.ts' },
            region: { startLine: 6, startColumn: 22, endColumn: 43 },
          },
        },
      ],
    });
    expect(run!.invocations[0]!.toolExecutionNotifications).toHaveLength(1);
  });

  it('as a page loads nothing, and shows code as text', async () => {
    const page = toHtml(await scanOf(APP));
    expect(page).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    expect(page).not.toMatch(/\b(?:src|href)\s*=|@import|url\(/);
    expect(page).toContain('&lt;b&gt;&quot;me&quot;&lt;/b&gt;');
    expect(page).not.toContain('<b>"me"');
  });

  it('as tasks names places, and leaves what the codemod does to the codemod', async () => {
    const tasks = toTasks(await scanOf(APP));
    expect(tasks).toContain('- [ ] Commit all changes, then run `npx rethread codemod --write`.');
    expect(tasks).toContain('- [ ] **Conversation#addNonChatParticipant** (unsupported)');
    expect(tasks).toContain("      - `src/chat.ts:6` `await conversation.addNonChatParticipant('a', 'b');`");
    expect(tasks).not.toContain('**Message#dateCreated**');
    expect(tasks).toContain('- [ ] `src/broken.js:2`');
  });
});
