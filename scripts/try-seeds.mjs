// `npm run try-seeds -- DIR [--json]`: plays the founding demos in DIR, as they are, in Chromium, on the built scripts and the
// emulator. They belong to others, so they are not part of this project. Exit code: 1 when a scenario fails, 2 when nothing
// can be played.
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const USAGE = 'usage: npm run try-seeds -- DIR [--json]';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCRIPTS = ['kandy', 'stitch'].map((name) => `dist/${name}.global.js`);

process.exitCode = await main();

async function main() {
  const command = readCommand();
  if (typeof command === 'string') return refuse(command);
  const missingScripts = SCRIPTS.filter((path) => !existsSync(join(ROOT, path)));
  if (missingScripts.length > 0) return refuse(`${missingScripts.join(', ')} missing; run \`npm run build\` first.`);
  const { missingFiles, playSeeds } = await loadPlay();
  const missing = missingFiles(command.folder);
  if (missing.length > 0) return refuse(`${command.folder} does not have ${missing.join(', ')}.`);

  const results = [];
  try {
    await playSeeds(command.folder, (result) => {
      results.push(result);
      if (!command.isJson) console.log(lineOf(result));
    });
  } catch (error) {
    return refuse(`unable to play; ${error.message}`);
  }
  const failed = results.filter(({ isOk }) => !isOk).length;
  if (command.isJson) console.log(JSON.stringify({ results, passed: results.length - failed, failed }, null, 2));
  else console.log(`\n${results.length - failed} ok, ${failed} failed`);
  return failed > 0 || results.length === 0 ? 1 : 0;
}

function readCommand() {
  try {
    const options = { json: { type: 'boolean', default: false } };
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    return positionals.length === 1 ? { folder: positionals[0], isJson: values.json } : USAGE;
  } catch {
    return USAGE;
  }
}

function lineOf({ seed, scenario, title, isOk, seen }) {
  const name = seed === scenario ? seed : `${seed} ${scenario}`;
  return `${isOk ? 'ok    ' : 'failed'}  ${name.padEnd(9)}  ${title}: ${seen}`;
}

function refuse(reason) {
  console.error(reason);
  return 2;
}

/** The play shares the stage of the browser tests, which is TypeScript. */
async function loadPlay() {
  const folder = join(ROOT, 'node_modules/.cache/rethread');
  const outfile = join(folder, `try-seeds-${process.pid}.mjs`);
  await mkdir(folder, { recursive: true });
  try {
    await build({
      entryPoints: [join(ROOT, 'test/seeds/play-seeds.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}
