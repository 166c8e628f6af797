// Runs the codemod over copies of whole apps and checks what must hold for each: nothing crashes, every changed file still
// parses, every import of the SDK is rewritten or named in a remark, and a second run changes nothing. The apps stay as
// they are. See docs/codemod-results.md.
//
//   npm run build && node scripts/codemod-on-apps.mjs FOLDER... [--diffs FOLDER]
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const CLI = resolve('dist/cli.js');
const { positionals, values } = parseArgs({ allowPositionals: true, options: { diffs: { type: 'string' } } });
if (positionals.length === 0) {
  console.error('unable to run; name the folders of apps');
  process.exit(2);
}
if (values.diffs) mkdirSync(values.diffs, { recursive: true });

console.log(
  '| app | files | imports | members | works | differs | companion | unsupported | changed | left for people | problems |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |');
let isFine = true;
for (const app of positionals) {
  const problems = await tryApp(app);
  if (problems.length > 0) isFine = false;
}
process.exitCode = isFine ? 0 : 1;

async function tryApp(app) {
  const copy = join(mkdtempSync(join(tmpdir(), 'rethread-app-')), basename(app));
  const problems = [];
  try {
    cpSync(app, copy, { recursive: true });
    const before = await scan(copy, problems);
    if (values.diffs) {
      const { stdout } = await rethread(copy, problems, 'codemod', '--no-types');
      writeFileSync(join(values.diffs, `${basename(app)}.diff`), stdout);
    }
    const written = await json(copy, problems, 'codemod', '--no-types', '--write', '--force', '--json');
    const after = await scan(copy, problems);
    const again = await json(copy, problems, 'codemod', '--no-types', '--json');
    if (again.changes.length > 0) problems.push(`a second run changes ${again.changes.length} files`);
    const broken = after.failures.filter(({ name }) => !before.failures.some((failure) => failure.name === name));
    if (broken.length > 0) problems.push(`no longer parse: ${broken.map(({ name }) => name).join(', ')}`);
    const remarked = new Set(written.remarks.map(({ name }) => name));
    const forgotten = after.files.filter(
      ({ name, imports, isMigrated }) => imports > 0 && !isMigrated && !remarked.has(name),
    );
    if (forgotten.length > 0)
      problems.push(`neither rewritten nor named: ${forgotten.map(({ name }) => name).join(', ')}`);
    print(app, before, written, problems);
  } catch (error) {
    problems.push(error.message);
    console.log(`| ${basename(app)} | | | | | | | | | | ${problems.join('; ')} |`);
  } finally {
    rmSync(join(copy, '..'), { recursive: true, force: true });
  }
  return problems;
}

function print(app, { summary, filesLookedAt }, { changes, remarks }, problems) {
  const { members, byVerdict, imports } = summary;
  const byHand = remarks.filter(({ level }) => level === 'by-hand').length;
  const cells = [
    basename(app),
    filesLookedAt,
    imports,
    members,
    byVerdict.works,
    byVerdict.differs,
    byVerdict['needs-companion'],
    byVerdict.unsupported,
    changes.length,
    byHand,
    problems.join('; ') || 'none',
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function scan(folder, problems) {
  return json(folder, problems, 'scan', '--no-types', '--json', '--fail-on', 'never');
}

async function json(folder, problems, ...args) {
  return JSON.parse((await rethread(folder, problems, ...args)).stdout);
}

/** Also with files that could not be read it ends with 1; any other code is a crash. */
async function rethread(folder, problems, ...args) {
  try {
    return await promisify(execFile)(process.execPath, [CLI, ...args], {
      cwd: folder,
      maxBuffer: 1 << 30,
      env: { ...process.env, NO_COLOR: '1' },
    });
  } catch (error) {
    if (error.code !== 1) problems.push(`${args[0]} ended with ${error.code}: ${error.stderr}`);
    return error;
  }
}
