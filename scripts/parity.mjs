// Holds the support table (src/twilio/compat.json) against what Twilio's SDK offers and against the tests that passed,
// and writes docs/parity/twilio.md from it.
//
//   npm run parity              after `npm test`: prints the totals, writes the page
//   npm run parity -- --check   fails instead where the page is not up to date (CI)
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { membersOf, namedTotals, problemsOf, render, SUPPORT } from './support-table.mjs';
import { inventory } from './twilio-inventory.mjs';

const TABLE = 'src/twilio/compat.json';
const PAGE = 'docs/parity/twilio.md';
const RESULTS = '.test-results';

const { version, rows } = JSON.parse(readFileSync(TABLE, 'utf8'));
const members = membersOf(inventory());
const problems = problemsOf({ rows, members, passed: passedTests(), migration: readFileSync('MIGRATION.md', 'utf8') });

const untested = Object.values(rows).filter(({ support, tests }) => support !== 'unsupported' && tests.length === 0);
console.log(
  `members in the inventory ${members.runtime.length + members.types.length}, rows ${Object.keys(rows).length}, rows without test ${untested.length}`,
);
for (const [name, { all, counts, share }] of namedTotals(rows, members)) {
  console.log(`${name}: ${all}, same or emulated ${share} %`);
  console.log(`  ${SUPPORT.map((support) => `${support} ${counts[support]}`).join(', ')}`);
}
if (problems.length === 0) await writePage();
for (const problem of problems) console.error(`- ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);

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

async function writePage() {
  const text = render({ version, rows, members });
  const page = await prettier.format(text, { parser: 'markdown', ...(await prettier.resolveConfig(PAGE)) });
  if (!process.argv.includes('--check')) {
    mkdirSync('docs/parity', { recursive: true });
    writeFileSync(PAGE, page);
  } else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
    problems.push(`${PAGE} is not up to date; run \`npm run parity\``);
  }
}
