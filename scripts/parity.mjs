// Holds the support table (src/twilio/compat.json) against what Twilio's SDK offers and against the tests that passed,
// and writes docs/parity/twilio.md from it.
//
//   npm run parity              after `npm test`: prints the totals, writes the page
//   npm run parity -- --check   fails instead where the page is not up to date (CI)
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { inventory } from './twilio-inventory.mjs';

const TABLE = 'src/twilio/compat.json';
const PAGE = 'docs/parity/twilio.md';
const RESULTS = '.test-results';
const SUPPORT = ['same', 'emulated', 'differs', 'needs-companion', 'unsupported'];
const EVIDENCE = [
  'tested on the emulator',
  'tested against the real service',
  'tested without a service',
  'by inspection',
];

const problems = [];
const table = JSON.parse(readFileSync(TABLE, 'utf8'));
const wanted = membersOf(inventory());
const passed = passedTests();

for (const id of wanted) if (!table.rows[id]) problems.push(`${id} has no row in ${TABLE}`);
for (const [id, row] of Object.entries(table.rows)) checkRow(id, row);

const page = await prettier.format(render(), { parser: 'markdown', ...(await prettier.resolveConfig(PAGE)) });
if (process.argv.includes('--check')) {
  if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page)
    problems.push(`${PAGE} is not up to date; run \`npm run parity\``);
} else {
  mkdirSync('docs/parity', { recursive: true });
  writeFileSync(PAGE, page);
}

const counts = countRows();
console.log(`members in the inventory ${wanted.length}, rows ${Object.keys(table.rows).length}`);
console.log(SUPPORT.map((support) => `${support} ${counts[support]}`).join(', '));
console.log(
  `same or emulated: ${percent()} %, rows without test: ${Object.values(table.rows).filter((row) => row.support !== 'unsupported' && row.tests.length === 0).length}`,
);
for (const problem of problems) console.error(`- ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);

/** Every exported name, and every public member and event of the classes. Types are one row each: type tests compare them. */
function membersOf({ exports }) {
  return exports.flatMap(({ id, kind, members = [], events = [] }) => {
    const own =
      kind === 'class' ? [...members, ...events].filter(({ internal }) => !internal).map((member) => member.id) : [];
    return [id, ...new Set(own)];
  });
}

/** Names of passed tests, with the text of their file. */
function passedTests() {
  if (!existsSync(RESULTS)) {
    console.error(`there are no results in ${RESULTS}; run \`npm test\` first`);
    process.exit(2);
  }
  const tests = [];
  for (const file of readdirSync(RESULTS)) {
    for (const suite of JSON.parse(readFileSync(`${RESULTS}/${file}`, 'utf8')).testResults) {
      const source = existsSync(suite.name) ? readFileSync(suite.name, 'utf8') : '';
      const kind = suite.name.includes('/test/types/') ? 'types' : '';
      for (const test of suite.assertionResults) {
        if (test.status === 'passed') tests.push({ name: `${kind} ${test.fullName}`, source });
      }
    }
  }
  return tests;
}

function checkRow(id, row) {
  const fail = (problem) => problems.push(`${id}: ${problem}`);
  if (!wanted.includes(id)) fail('is not in the inventory');
  if (!SUPPORT.includes(row.support)) fail(`has the support "${row.support}"`);
  if (!EVIDENCE.includes(row.evidence)) fail(`has the evidence "${row.evidence}"`);
  if (row.support !== 'same' && row.reason === '') fail('has no reason');
  if (row.support === 'unsupported') return;
  if (row.tests.length === 0) fail('claims support without a test');
  const name = id.split(/[.#:]/).at(-1);
  for (const test of row.tests) {
    const matching = passed.filter((result) => result.name.includes(test));
    if (matching.length === 0) fail(`no passed test is named "${test}"`);
    // A rule may be tested without this member having a part in it.
    else if (
      test !== 'types' &&
      name !== 'constructor' &&
      !matching.some(({ source }) => new RegExp(`\\b${name}\\b`).test(source))
    ) {
      fail(`no passed test named "${test}" mentions ${name}`);
    }
  }
  if (row.support === 'differs' && !readFileSync('MIGRATION.md', 'utf8').includes(name))
    fail('differs, but MIGRATION.md does not mention it');
}

function countRows() {
  const result = Object.fromEntries(SUPPORT.map((support) => [support, 0]));
  for (const { support } of Object.values(table.rows)) result[support]++;
  return result;
}

function percent() {
  const { same, emulated } = countRows();
  return ((100 * (same + emulated)) / Object.keys(table.rows).length).toFixed(1);
}

function render() {
  const counts = countRows();
  const groups = new Map();
  for (const [id, row] of Object.entries(table.rows)) {
    const group = id.split(/[.#:]/)[0];
    groups.set(group, [...(groups.get(group) ?? []), [id, row]]);
  }
  const types = [...groups].filter(([, rows]) => rows.length === 1).map(([group]) => group);
  const lines = [
    '# Parity with @twilio/conversations',
    '',
    `Version ${table.version}. Made by \`npm run parity\` from [compat.json](../../src/twilio/compat.json); each row but the unsupported ones names tests that passed.`,
    '',
    `| ${SUPPORT.join(' | ')} |`,
    `| ${SUPPORT.map(() => '---:').join(' | ')} |`,
    `| ${SUPPORT.map((support) => counts[support]).join(' | ')} |`,
    '',
    '`.` static, `#` member, `:` event. Tests are named after rules of the behaviour that they show.',
  ];
  for (const [group, rows] of groups) {
    if (types.includes(group)) continue;
    lines.push('', `## ${group}`, '', '| Member | Support | Remark | Evidence |', '| --- | --- | --- | --- |');
    for (const [id, row] of rows) {
      const tests = row.tests.length > 0 ? ` (${row.tests.join(', ')})` : '';
      lines.push(`| \`${id}\` | ${row.support} | ${row.reason} | ${row.evidence}${tests} |`);
    }
  }
  lines.push(
    '',
    '## Types',
    '',
    `Compared member by member with the original's: ${types.map((type) => `\`${type}\``).join(', ')}.`,
    '',
  );
  return lines.join('\n');
}
