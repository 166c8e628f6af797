import { describe, expect, it } from 'vitest';
import { type CodemodOptions, planCodemod, writePlan } from '../../../src/codemod/index.js';
import { type CodemodCase, readCases, readFolder, rewriteCase, withFolder } from '../../helper/codemod-case.js';

const cases = await readCases();

/** `UPDATE_FIXTURES=1` writes what the codemod does into the cases: to be read before it is committed. */
const isUpdate = process.env['UPDATE_FIXTURES'] !== undefined;

function optionsOf({ options }: CodemodCase, folder: string): CodemodOptions {
  const words = new Map(options.map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]));
  return {
    paths: [folder],
    root: folder,
    version: '0.1.0',
    scriptSrc: '/scripts/rethread.global.js',
    alias: words.has('alias'),
    endpoint: words.get('endpoint'),
  };
}

async function run(options: CodemodOptions): Promise<string> {
  const plan = await planCodemod(options);
  expect(plan.failures).toEqual([]);
  const { failed } = await writePlan(plan, options);
  expect(failed).toEqual([]);
  return plan.remarks
    .map(({ name, line, column, level, message }) => `${name}:${line}:${column} ${level}: ${message}\n`)
    .sort()
    .join('');
}

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
  it('comes out as written, and says so', () =>
    withFolder(each.input, async (folder) => {
      const remarks = await run(optionsOf(each, folder));
      const output = await readFolder(folder);
      if (isUpdate) return rewriteCase(each, output, remarks);
      expect(Object.fromEntries(output)).toEqual(Object.fromEntries(each.output));
      expect(remarks).toBe(each.remarks);
    }));

  it('does not change when it is run again', () =>
    withFolder(each.output, async (folder) => {
      const plan = await planCodemod(optionsOf(each, folder));
      expect(plan.changes.map(({ name }) => name)).toEqual([]);
    }));
});
