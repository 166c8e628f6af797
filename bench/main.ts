import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Finding, Part } from './finding.js';
import { companion } from './parts/companion.js';
import { coldImport } from './parts/import.js';
import { memory } from './parts/memory.js';
import { paging } from './parts/paging.js';
import { requests } from './parts/requests.js';
import { send } from './parts/send.js';
import { start } from './parts/start.js';
import { formatTable } from './table.js';

const PARTS: readonly Part[] = [send, requests, start, memory, paging, coldImport, companion];
const RESULTS = fileURLToPath(new URL('../results.json', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

const chosen = PARTS.filter(({ name }) => values.only?.includes(name) ?? true);
const unknown = (values.only ?? []).filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${PARTS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const findings: (Finding & { readonly part: string })[] = [];
for (const { name, run } of chosen) {
  if (!values.json) console.error(`${name} …`);
  findings.push(...(await run()).map((finding) => ({ part: name, ...finding })));
}

const results = {
  measuredOn: new Date().toISOString(),
  node: process.version,
  processors: cpus().length,
  service: 'the emulator, in a process of its own on the same machine',
  findings,
};
await writeFile(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(values.json ? JSON.stringify(results) : formatTable(findings));
const isMissed = ({ isMet, isForReading = false }: Finding): boolean => isMet === false && !isForReading;
if (values.check && findings.some(isMissed)) process.exitCode = 1;
