// How fast the scanner and the codemod are, and how much memory they take, on a tree that is made for it; and jscodeshift
// with a transform that changes the same imports, on the same tree in the same run.
//
//   npm run build && node scripts/codemod-speed.mjs [--files 5000]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { files: { type: 'string', default: '5000' } } });
const COUNT = Number(values.files);
const CLI = resolve('dist/cli.js');
const JSCODESHIFT = join(
  dirname(createRequire(import.meta.url).resolve('jscodeshift/package.json')),
  'bin/jscodeshift.js',
);
/** What the step `imports` does in the simplest of cases, as a transform of jscodeshift. */
const TRANSFORM = `
module.exports = (file, { jscodeshift: j }) => {
  const root = j(file.source);
  const found = root.find(j.ImportDeclaration, { source: { value: '@twilio/conversations' } });
  if (found.size() === 0) return undefined;
  found.forEach((path) => { path.node.source = j.stringLiteral('rethread'); });
  return root.toSource({ quote: 'single' });
};
`;
const root = mkdtempSync(join(tmpdir(), 'rethread-speed-'));

try {
  await main();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function main() {
  writeFileSync(join(root, 'transform.cjs'), TRANSFORM);
  // Prints what the process took at most when it ends, workers apart.
  writeFileSync(
    join(root, 'memory.cjs'),
    "process.on('exit', () => process.stderr.write(`\\n@peak ${process.resourceUsage().maxRSS}\\n`));",
  );
  console.log(`| ${COUNT} files | imports the SDK | seconds | peak MB | ratio |\n| --- | ---: | ---: | ---: | ---: |`);
  for (const share of [0.05, 1]) {
    const tree = makeTree(share);
    const label = `${Math.round(share * 100)} %`;
    const shift = await run([
      JSCODESHIFT,
      '--dry',
      '--silent',
      '--parser=tsx',
      '--extensions=ts,tsx,js',
      `--transform=${join(root, 'transform.cjs')}`,
      tree,
    ]);
    const codemod = await run([CLI, 'codemod', tree, '--steps', 'imports', '--no-types', '--json']);
    const scan = await run([CLI, 'scan', tree, '--no-types', '--json', '--fail-on', 'never']);
    row('jscodeshift, imports only', label, shift, '');
    row('rethread codemod --steps imports', label, codemod, (shift.seconds / codemod.seconds).toFixed(1));
    row('rethread scan', label, scan, (shift.seconds / scan.seconds).toFixed(1));
  }
}

function row(name, share, { seconds, peak }, ratio) {
  console.log(`| ${name} | ${share} | ${seconds.toFixed(2)} | ${Math.round(peak / 1024)} | ${ratio} |`);
}

/** Modules of 60 to 200 lines, of which a share imports the SDK. */
function makeTree(share) {
  const tree = join(root, `app-${share}`);
  const every = Math.round(1 / share);
  for (let index = 0; index < COUNT; index++) {
    const folder = join(tree, 'src', `part${index % 50}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `module${index}.${index % 3 === 0 ? 'tsx' : 'ts'}`),
      makeModule(index, index % every === 0),
    );
  }
  return tree;
}

function makeModule(index, importsSdk) {
  const head = importsSdk
    ? `import { Client, type Conversation, type Message } from '@twilio/conversations';\n\nexport const make = (token: string) => new Client(token);\nexport const rows = (messages: Message[]) => messages.map((message) => message.body);\nexport const title = (conversation: Conversation) => conversation.friendlyName ?? '';\n`
    : `import { useState } from 'react';\n\nexport const useOpen = () => useState(false);\n`;
  const functions = Array.from(
    { length: 10 + (index % 30) },
    (_, each) => `
export function compute${each}(values: number[], options: { limit: number; label?: string }): string {
  const total = values.filter((value) => value > options.limit).reduce((sum, value) => sum + value, ${each});
  return \`\${options.label ?? 'total'}: \${total.toFixed(2)}\`;
}
`,
  );
  return head + functions.join('');
}

function run(args) {
  return new Promise((resolvePromise, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--require', join(root, 'memory.cjs'), ...args], {
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${args[0]} ended with ${code}: ${errors}`));
      // Workers print theirs as well: the largest counts.
      const peaks = [...errors.matchAll(/@peak (\d+)/g)].map(([, peak]) => Number(peak));
      resolvePromise({ seconds: (performance.now() - start) / 1000, peak: Math.max(...peaks) });
    });
  });
}
