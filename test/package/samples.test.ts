import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { transform } from 'esbuild';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSamples, type Sample } from '../helper/markdown-samples.js';
import { runNode } from '../helper/node-versions.js';

/** The types of what the documents take for granted; the values are in `apps/samples-world.mjs`. */
const GIVEN: Record<string, string> = {
  acsToken: 'string',
  acsUserIdFor: '(identity: string) => Promise<string>',
  app: '{ use(path: string, listener: import("rethread/server").NodeListener): void }',
  addMeTo: '(uniqueName: string) => Promise<void>',
  askBackend: '(what: string, about: object) => Promise<{ id: string; address: string }>',
  client: "import('PACKAGE').Client",
  connectionString: 'string',
  conversations: 'Record<string, string>',
  conversation: "import('PACKAGE').Conversation",
  endpoint: 'string',
  fcmToken: 'string',
  identities: 'Record<string, string>',
  identity: 'string',
  message: "import('PACKAGE').Message",
  storage: 'import("rethread/server").CompanionStorage',
  userOf: '(request: Request) => Promise<{ name: string } | undefined>',
  profileOf: '(identity: string) => Promise<{ name: string }>',
  registerForPush: '(token: string) => Promise<void>',
  response: '{ send: (text: string) => void }',
  save: '(value: object) => Promise<void>',
  show: '(...values: unknown[]) => void',
  start: '() => void',
  token: 'string',
};
/** In the repository, so that samples find the package by its own name; a folder that no tool looks into. */
const FOLDER = resolve('coverage/samples');
const WORLD = new URL('apps/samples-world.mjs', import.meta.url).href;
const RUNNER = new URL('apps/run-sample.mjs', import.meta.url);

const samples = (await Promise.all(['README.md', 'MIGRATION.md'].map(readSamples))).flat();
const checked = samples.filter(({ notChecked }) => notChecked === undefined);
const runnable = checked.filter(({ isTwilio, notRun }) => !isTwilio && notRun === undefined);
const pathOf = ({ name }: Sample, extension: string): string => join(FOLDER, name.replace(/[:/]/g, '-') + extension);

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
});

afterAll(() => rm(FOLDER, { recursive: true, force: true }));

describe('the samples in README.md and MIGRATION.md', () => {
  it('are found, and most of them run', () => {
    expect(samples.length).toBeGreaterThan(20);
    expect(runnable.length).toBeGreaterThan(samples.length / 2);
  });

  it('are right by their types', async () => {
    const paths = checked.map((sample) => pathOf(sample, '.mts'));
    await Promise.all(checked.map((sample, index) => writeFile(paths[index]!, withTypes(sample))));
    expect(typeErrors(paths)).toEqual([]);
  });

  it.each(runnable)('run: $name', async (sample) => {
    const path = pathOf(sample, '.mjs');
    const names = sample.given.length === 0 ? '' : `import { ${sample.given.join(', ')} } from '${WORLD}';\n`;
    const { code } = await transform(names + sample.code, { loader: 'ts', format: 'esm' });
    await writeFile(path, code);

    expect(await runNode(20, RUNNER, { args: [path] })).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

function withTypes({ given, isTwilio, code }: Sample): string {
  const declarations = given.map((name) => {
    const type = GIVEN[name];
    if (type === undefined) throw new Error(`nothing is known about "${name}"`);
    return `declare const ${name}: ${type.replace('PACKAGE', isTwilio ? '@twilio/conversations' : 'rethread')};\n`;
  });
  return `${declarations.join('')}export {};\n${code}`;
}

/** Against the sources: `rethread` leads to them by the settings of this repository. */
function typeErrors(paths: string[]): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: paths, include: [] }, ts.sys, process.cwd());
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(paths, options));
  return diagnostics
    .filter(({ file }) => file !== undefined && paths.includes(resolve(file.fileName)))
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
