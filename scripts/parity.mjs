// Holds the support tables (src/<facade>/compat.json) against what the originals offer and against the tests that passed,
// and writes docs/parity/<facade>.md from them. What Twilio's SDK offers is read from its types; the other originals have none
// that could be had, and tests hold their tables against the objects of the facade.
//
//   npm run parity              after `npm test`: prints the totals, writes the pages
//   npm run parity -- --check   fails instead where a page is not up to date (CI)
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import {
  membersOf,
  membersOfTable,
  namedTotals,
  problemsOf,
  render,
  renderFacade,
  SUPPORT,
  totalsOf,
} from './support-table.mjs';
import { inventory } from './twilio-inventory.mjs';

const RESULTS = '.test-results';

const passed = passedTests();
const migration = readFileSync('MIGRATION.md', 'utf8');
const isWrong = [
  await holdTwilio(),
  await holdFacade('kandy'),
  await holdFacade('signalwire'),
  await holdFacade('stitch'),
];
process.exit(isWrong.includes(true) ? 1 : 0);

async function holdTwilio() {
  const { version, rows } = tableOf('twilio');
  const members = membersOf(inventory());
  const untested = Object.values(rows).filter(({ support, tests }) => support !== 'unsupported' && tests.length === 0);
  console.log(
    `twilio: members in the inventory ${members.runtime.length + members.types.length}, rows ${Object.keys(rows).length}, rows without test ${untested.length}`,
  );
  for (const [name, totals] of namedTotals(rows, members)) printTotals(name, totals);
  return conclude('twilio', { rows, members }, () => render({ version, rows, members }));
}

async function holdFacade(facade) {
  const table = tableOf(facade);
  const members = membersOfTable(table.rows);
  printTotals(facade, totalsOf(table.rows, members.runtime));
  return conclude(facade, { rows: table.rows, members }, () => renderFacade({ facade, ...table }));
}

function tableOf(facade) {
  return JSON.parse(readFileSync(`src/${facade}/compat.json`, 'utf8'));
}

function printTotals(name, { all, counts, share }) {
  console.log(`${name}: ${all}, same or emulated ${share} %`);
  console.log(`  ${SUPPORT.map((support) => `${support} ${counts[support]}`).join(', ')}`);
}

/** @returns whether something is wrong with the table or its page */
async function conclude(facade, table, makePage) {
  const problems = problemsOf({ ...table, passed, migration });
  if (problems.length === 0) problems.push(...(await writePage(facade, makePage())));
  for (const problem of problems) console.error(`- ${facade}: ${problem}`);
  return problems.length > 0;
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

/** @returns what is wrong with the page, when it is only looked at */
async function writePage(facade, text) {
  const file = `docs/parity/${facade}.md`;
  const page = await prettier.format(text, { parser: 'markdown', ...(await prettier.resolveConfig(file)) });
  if (!process.argv.includes('--check')) {
    mkdirSync('docs/parity', { recursive: true });
    writeFileSync(file, page);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
    return [`${file} is not up to date; run \`npm run parity\``];
  }
  return [];
}
