import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findingsFrom,
  scan,
  type ScanResult,
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
  'package.json': '{ "dependencies": { "@kandy-io/cpaas-sdk": "4.25.0", "nexmo-client": "^6.2.0" } }',
  'src/chat.js': "import { create } from '@kandy-io/cpaas-sdk';\nconst old = require('nexmo-client');\n",
  'index.html': '<p>\n<script src="https://unpkg.com/@vonage/client-sdk@2.3.1/dist/client.min.js"></script>',
};

function scanOf(files: Record<string, string>): Promise<ScanResult> {
  return withFolder(new Map(Object.entries(files)), (folder) => scan({ paths: [folder], root: folder }));
}

/** What is said of one package in this version. */
async function adviceOn(name: string, version: string): Promise<string> {
  const { otherSdks } = await scanOf({ 'package.json': JSON.stringify({ dependencies: { [name]: version } }) });
  expect(otherSdks).toHaveLength(1);
  return otherSdks[0]!.advice.join(' ');
}

/** The figures of a support table, counted here. */
function countsOf(facade: string): Record<string, number> {
  const { rows } = JSON.parse(readFileSync(`src/${facade}/compat.json`, 'utf8')) as {
    rows: Record<string, { support: string }>;
  };
  const counts: Record<string, number> = {
    same: 0,
    emulated: 0,
    differs: 0,
    'needs-companion': 0,
    unsupported: 0,
  };
  for (const { support } of Object.values(rows)) counts[support] = (counts[support] ?? 0) + 1;
  return counts;
}

describe('a scan of an app with another chat SDK', () => {
  it('finds imports, dependencies and script tags, with their versions', async () => {
    const { otherSdks, findings, files } = await scanOf(APP);
    const places = otherSdks.map((sdk) => [
      sdk.package,
      sdk.versions,
      sdk.places.map(({ name, line, column, endColumn, kind }) => `${name}:${line}:${column}-${endColumn} ${kind}`),
    ]);
    expect(places).toEqual([
      ['@vonage/client-sdk', ['2.3.1'], ['index.html:2:14-75 script']],
      ['@kandy-io/cpaas-sdk', ['4.25.0'], ['package.json:1:22-41 dependency', 'src/chat.js:1:25-44 import']],
      ['nexmo-client', ['^6.2.0'], ['package.json:1:55-67 dependency', 'src/chat.js:2:22-34 import']],
    ]);
    expect([findings, files]).toEqual([[], []]);
  });

  it.each([
    ['@kandy-io/cpaas-sdk', 'kandy', 'From Kandy CPaaS'],
    ['@kandy-io/cpaas-js-sdk', 'kandy', 'From Kandy CPaaS'],
    ['@signalwire/js', 'signalwire', 'From SignalWire'],
    ['nexmo-stitch', 'stitch', 'From Nexmo Stitch'],
    ['nexmo-client', 'stitch', 'From Nexmo Stitch'],
  ])(
    'says where the chat of %s is, how much of it works, what it needs and where to read',
    async (name, facade, heading) => {
      const { otherSdks } = await scanOf({ 'a.js': `import '${name}';` });
      const support = countsOf(facade);
      expect(otherSdks).toMatchObject([
        {
          module: `rethread/${facade}`,
          chapter: `MIGRATION.md#${heading.toLowerCase().replaceAll(' ', '-')}`,
          verdict: 'differs',
          support,
        },
      ]);
      expect(await readFile('MIGRATION.md', 'utf8')).toContain(`\n## ${heading}\n`);
      const text = otherSdks[0]!.advice.join(' ');
      expect(text).toContain(`'rethread/${facade}'`);
      expect(text).toContain(`${support['same']! + support['emulated']!} work, ${support['differs']} differ`);
      expect(text).toContain('an access token of ACS');
      expect(text).toContain('configure({ endpoint, identities, conversations })');
    },
  );

  it('says that there is no facade for the client SDK of Vonage', async () => {
    const { otherSdks } = await scanOf(APP);
    const [vonage] = otherSdks;
    expect(vonage).toMatchObject({ verdict: 'unsupported', chapter: undefined, module: undefined, support: undefined });
    expect(vonage!.advice.join(' ')).toContain('rethread has no facade');
    expect(findingsFrom(otherSdks, 'unsupported')).toEqual([vonage]);
  });

  it.each([
    ['2.9.0', 'This version has no `client.chat` yet'],
    ['3.26.1', 'This version has no `client.chat` yet'],
    ['^2.0.0', 'This version has no `client.chat` yet'],
    ['3.27.0', 'This version has `client.conversation`, and no `client.chat` yet'],
    ['3.28.0', 'one of the two whose chat works'],
    ['~3.28.0', 'one of the two whose chat works'],
    ['3.29.0', 'one of the two whose chat works'],
    ['~3.29.0', 'has its chat switched off'],
    ['^3.28.0', 'has its chat switched off'],
    ['^3.0.0', 'has its chat switched off'],
    ['3', 'has its chat switched off'],
    ['3.x', 'has its chat switched off'],
    ['3.29.1', 'has its chat switched off'],
    ['3.30.0', 'has its chat switched off'],
    ['latest', 'Releases since 3.29.1 have their chat switched off'],
  ])('says what became of the chat in SignalWire %s', async (version, expected) => {
    expect(await adviceOn('@signalwire/js', version)).toContain(expected);
  });

  it.each([
    ['nexmo-stitch', '2.0.5', "profile: 'stitch-2'"],
    ['nexmo-client', '^5.0.1', "profile: 'client-5'"],
    ['nexmo-client', '9.5.1', "profile: 'client-9'"],
    ['nexmo-client', '*', "profile: 'client-9'"],
  ])('says which setting %s %s needs', async (name, version, expected) => {
    expect(await adviceOn(name, version)).toContain(expected);
  });

  it('has nothing to set for the version that is meant without it', async () => {
    expect(await adviceOn('nexmo-stitch', '^3.0.1')).not.toContain('profile');
  });

  it('leaves out what has only a similar name, and what rethread has taken over', async () => {
    const { otherSdks } = await scanOf({
      'a.js': "import 'nexmo-client-extras'; import './nexmo-stitch'; console.log('nexmo-client');",
      'b.html': '<!-- <script src="https://unpkg.com/nexmo-client/dist/a.js"></script> --><a href="/nexmo-client.js">',
      'package.json': '{ "name": "nexmo-client", "dependencies": { "nexmo-stitch": "npm:rethread@^0.1.0" } }',
    });
    expect(otherSdks).toEqual([]);
  });
});

describe('what a report says of another chat SDK', () => {
  it('for the terminal: each with its places, and a line in the summary', async () => {
    const lines = toTerminal(await scanOf(APP), { colours, listsAll: false }).split('\n');
    expect(lines[0]).toBe('unsupported     @vonage/client-sdk 2.3.1');
    expect(lines).toContain('differs         @kandy-io/cpaas-sdk 4.25.0 2 places');
    expect(lines).toContain('                package.json:1:22, src/chat.js:1:25');
    expect(lines.slice(-5)).toEqual([
      'No use of the Twilio Conversations SDK in 3 files.',
      'the Vonage Client SDK (@vonage/client-sdk 2.3.1) in 1 place: rethread has no facade for it.',
      'Kandy CPaaS (@kandy-io/cpaas-sdk 4.25.0) in 2 places: its chat moves to rethread/kandy.',
      'Nexmo Stitch (nexmo-client ^6.2.0) in 2 places: its chat moves to rethread/stitch.',
      '',
    ]);
  });

  it('as tasks, as page, as JSON', async () => {
    const result = await scanOf(APP);
    const tasks = toTasks(result);
    expect(tasks).toContain('## Other chat SDKs');
    expect(tasks).toContain('- [ ] **nexmo-client ^6.2.0**: ');
    expect(tasks).toContain("      - `src/chat.js:2` `const old = require('nexmo-client');`");
    expect(toHtml(result)).toContain('<h2>Other chat SDKs</h2>');
    const { otherSdks } = JSON.parse(toJson(result)) as { otherSdks: unknown };
    expect(otherSdks).toEqual(JSON.parse(JSON.stringify(result.otherSdks)));
  });

  it('as SARIF: a rule each, at the level of what can be done', async () => {
    const log = JSON.parse(toSarif(await scanOf(APP), '1.2.3')) as {
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; level: string }[] }[];
    };
    const [run] = log.runs;
    expect(run!.tool.driver.rules.map(({ id }) => id)).toEqual([
      'other-sdk/@vonage/client-sdk',
      'other-sdk/@kandy-io/cpaas-sdk',
      'other-sdk/nexmo-client',
    ]);
    expect(run!.results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      'error other-sdk/@vonage/client-sdk',
      'note other-sdk/@kandy-io/cpaas-sdk',
      'note other-sdk/@kandy-io/cpaas-sdk',
      'note other-sdk/nexmo-client',
      'note other-sdk/nexmo-client',
    ]);
  });
});
