import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type CodemodOptions,
  type FileChange,
  planCodemod,
  type StepName,
  STEP_NAMES,
  writePlan,
} from '../../../src/codemod/index.js';
import { openDocument } from '../../../src/codemod/document.js';
import { readCases, withFolder } from '../../helper/codemod-case.js';
import { propertyRuns } from '../../helper/property-runs.js';

const cases = await readCases();
const pool = cases.flatMap(({ name, input }) =>
  Array.from(input, ([file, text]) => ({ file: `${name}/${file}`, text })),
);

/** What may be around code without being code. */
const decoration = fc.record({
  crlf: fc.boolean(),
  bom: fc.boolean(),
  end: fc.constantFrom('', '\n', '\n\n   ', '\t'),
});

interface Decoration {
  crlf: boolean;
  bom: boolean;
  end: string;
}

function decorate(text: string, { crlf, bom, end }: Decoration): string {
  const lines = crlf ? (text + end).replaceAll('\n', '\r\n') : text + end;
  return bom ? `\uFEFF${lines}` : lines;
}

const optionsFor = (folder: string, steps: StepName[]): CodemodOptions => ({
  paths: [folder],
  root: folder,
  steps,
  version: '0.1.0',
  scriptSrc: '/rethread.js',
  endpoint: 'https://chat.example.communication.azure.com',
});

/** The text outside of edits, piece by piece, in the file before and in the file after. */
function outside({ before, after, edits }: FileChange): [string[], string[]] {
  const unique = [...new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit])).values()];
  const old: string[] = [];
  const now: string[] = [];
  let at = 0;
  let shifted = 0;
  for (const { start, end, text } of unique.sort((a, b) => a.start - b.start || a.end - b.end)) {
    old.push(before.slice(at, start));
    now.push(after.slice(shifted, shifted + start - at));
    shifted += start - at;
    expect(after.slice(shifted, shifted + text.length)).toBe(text);
    shifted += text.length;
    at = end;
  }
  old.push(before.slice(at));
  now.push(after.slice(shifted));
  return [old, now];
}

it('any files, any steps: what is written can be read, differs by the edits alone, and is not changed again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...pool.keys()), { minLength: 1, maxLength: 8 }),
      fc.subarray(STEP_NAMES, { minLength: 1 }),
      decoration,
      async (chosen, steps, how) => {
        const files = new Map(
          chosen.map((index): [string, string] => [pool[index]!.file, decorate(pool[index]!.text, how)]),
        );
        await withFolder(files, async (folder) => {
          const options = optionsFor(folder, steps);
          const plan = await planCodemod(options);
          for (const change of plan.changes) {
            const [old, now] = outside(change);
            expect(now).toEqual(old);
            const { path, name } = change.target ?? change;
            expect(openDocument({ path, name, text: change.after }).failures).toEqual([]);
          }
          await writePlan(plan, options);
          for (const { after, target, name } of plan.changes) {
            const bytes = await readFile(join(folder, target?.name ?? name));
            expect(bytes.equals(Buffer.from(after))).toBe(true);
          }
          expect((await planCodemod(options)).changes.map(({ name }) => name)).toEqual([]);
        });
      },
    ),
    { numRuns: propertyRuns(150) },
  );
});
