import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

/** Files of an app before and after the codemod, and what it has to say: one text file each. */
export interface CodemodCase {
  readonly name: string;
  readonly options: readonly string[];
  readonly input: ReadonlyMap<string, string>;
  readonly output: ReadonlyMap<string, string>;
  readonly remarks: string;
}

const FOLDER = 'test/unit/codemod/fixtures';

/** All cases; `folder/name` is their name. Files that are the same afterwards are not repeated. */
export async function readCases(): Promise<CodemodCase[]> {
  const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.txt')).sort();
  return Promise.all(files.map((file) => readCase(file.replaceAll(sep, '/').replace(/\.txt$/, ''))));
}

export async function readCase(name: string): Promise<CodemodCase> {
  const parts = splitParts(await readFile(join(FOLDER, `${name}.txt`), 'utf8'));
  const input = filesIn(parts, 'input/');
  const changed = filesIn(parts, 'output/');
  const gone = (parts.get('gone') ?? '').split('\n').filter(Boolean);
  const output = new Map([...input, ...changed].filter(([file]) => !gone.includes(file)));
  const options = (parts.get('options') ?? '').split('\n').filter(Boolean);
  return { name, options, input, output, remarks: parts.get('remarks') ?? '' };
}

/** `-- name --` begins a part. */
function splitParts(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(/^(?=-- .+ --$)/m)) {
    const [, name = '', content = ''] = /^-- (.+) --\n([\s\S]*)$/.exec(part) ?? [];
    if (name !== '') parts.set(name, content);
  }
  return parts;
}

function filesIn(parts: ReadonlyMap<string, string>, prefix: string): Map<string, string> {
  const files = [...parts].filter(([name]) => name.startsWith(prefix));
  return new Map(files.map(([name, text]) => [name.slice(prefix.length), text]));
}

/** Writes what was seen into the file of a case: read it before you commit it. */
export async function rewriteCase(
  { name, options, input }: CodemodCase,
  output: ReadonlyMap<string, string>,
  remarks: string,
): Promise<void> {
  const part = (title: string, text: string): string => `-- ${title} --\n${text}`;
  const gone = [...input.keys()].filter((file) => !output.has(file));
  const parts = [
    ...(options.length > 0 ? [part('options', `${options.join('\n')}\n`)] : []),
    ...Array.from(input, ([file, text]) => part(`input/${file}`, text)),
    ...Array.from(output).flatMap(([file, text]) => (input.get(file) === text ? [] : [part(`output/${file}`, text)])),
    ...(gone.length > 0 ? [part('gone', `${gone.join('\n')}\n`)] : []),
    ...(remarks === '' ? [] : [part('remarks', remarks)]),
  ];
  await writeFile(join(FOLDER, `${name}.txt`), parts.join(''));
}

/** A folder with files in it, which is gone afterwards. */
export async function withFolder<T>(
  files: ReadonlyMap<string, string | Uint8Array>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rethread-codemod-')));
  try {
    for (const [name, content] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All files below a folder. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.sort().map(async (file): Promise<[string, string]> => {
    return [relative(folder, file).replaceAll(sep, '/'), await readFile(file, 'utf8')];
  });
  return new Map(await Promise.all(texts));
}
