import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askTypeScript } from '../../../../src/codemod/analysis/type-oracle.js';
import type { Use } from '../../../../src/codemod/analysis/uses.js';
import { AppFile } from '../../../../src/codemod/app-file.js';

const cache = fileURLToPath(new URL('../../../../node_modules/.cache/rethread', import.meta.url));
const CONFIG =
  '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022" }, "include": ["src"] }';
let folder: string;

beforeEach(async () => {
  await mkdir(cache, { recursive: true });
  // Below the project's packages, where the SDK's types and TypeScript are.
  folder = await mkdtemp(join(cache, 'types-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function usesOf(files: Record<string, string>, name: string): Promise<Use[]> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const path = join(folder, name);
  const file = new AppFile({ path, name, text: await readFile(path, 'utf8') }, folder, askTypeScript());
  return file.uses.filter(({ kind }) => kind !== 'name');
}

const STORE = `import type { Client, Conversation } from '@twilio/conversations';
export interface Store { client: Client; open: Conversation[] }
export declare function useStore(): Store;
export interface Letter { index: number; body: string }`;

describe('the compiler of the app', () => {
  it('knows objects that come from other files', async () => {
    const code = `import { useStore } from './store.js';
const { client, open } = useStore();
export const names = open.map((each) => each.friendlyName);
export const me = client.user;`;
    const uses = await usesOf({ 'tsconfig.json': CONFIG, 'src/store.ts': STORE, 'src/a.ts': code }, 'src/a.ts');
    expect(uses.map(({ id, by }) => [id, by])).toEqual([
      ['Conversation#friendlyName', 'types'],
      ['Client#user', 'types'],
    ]);
  });

  it('tells the SDK’s message from another one with the same fields', async () => {
    const code = `import type { Message } from '@twilio/conversations';
import type { Letter } from './store.js';
export const sum = (message: Message | null, letter: Letter) => (message?.index ?? 0) + letter.index;`;
    const uses = await usesOf({ 'tsconfig.json': CONFIG, 'src/store.ts': STORE, 'src/a.ts': code }, 'src/a.ts');
    expect(uses.map(({ id, by }) => [id, by])).toEqual([['Message#index', 'types']]);
  });

  it('corrects data flow', async () => {
    const code = `import { Client } from '@twilio/conversations';
let thing: Client | { user: number };
thing = new Client('t');
thing = { user: 1 };
export const user = thing.user;`;
    const uses = await usesOf({ 'tsconfig.json': CONFIG, 'src/a.ts': code }, 'src/a.ts');
    expect(uses).toEqual([]);
  });

  it('counts as before after a byte order mark, and in configurations that refer to others', async () => {
    const code = `\uFEFFimport type { Message } from '@twilio/conversations';\nexport const f = (m: Message) => m.body;`;
    const files = {
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'tsconfig.app.json': CONFIG,
      'src/a.ts': code,
    };
    const uses = await usesOf(files, 'src/a.ts');
    expect(uses.map(({ id, by }) => [id, by])).toEqual([['Message#body', 'types']]);
  });

  it('is not asked without a configuration, and data flow does the work', async () => {
    const code = `import type { Message } from '@twilio/conversations';\nexport const f = (m: Message) => m.body;`;
    const uses = await usesOf({ 'src/a.ts': code }, 'src/a.ts');
    // The project's own tsconfig.json is above, and does not know the file.
    expect(uses.map(({ id, by }) => [id, by])).toEqual([['Message#body', 'inference']]);
  });

  it('is not asked when the configuration cannot be read', async () => {
    const code = `import type { Message } from '@twilio/conversations';\nexport const f = (m: Message) => m.body;`;
    const uses = await usesOf(
      { 'tsconfig.json': '{ "extends": "./no.json", "include": [1]', 'src/a.ts': code },
      'src/a.ts',
    );
    expect(uses.map(({ id }) => id)).toEqual(['Message#body']);
  });
});
