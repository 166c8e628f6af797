import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect, readRelevant } from '../../../../src/codemod/files/collect.js';
import { withFolder } from '../../../helper/codemod-case.js';

const SDK = "import { Client } from '@twilio/conversations';\n";
const none = (): boolean => false;

const namesIn = (folder: string, paths = [folder]): string[] =>
  collect(paths, folder).candidates.map(({ path }) => path.slice(folder.length + 1));

const files = (names: Record<string, string | Uint8Array>): Map<string, string | Uint8Array> =>
  new Map(Object.entries(names));

describe('the walk', () => {
  it('finds files in languages of ours, in a fixed order, and packages of nobody', () =>
    withFolder(
      files({
        'b.ts': '',
        'a.vue': '',
        'img.png': '',
        'node_modules/x/a.js': '',
        'src/c.svelte': '',
        'package.json': '{}',
      }),
      (folder) => {
        expect(namesIn(folder)).toEqual(['a.vue', 'b.ts', 'package.json', 'src/c.svelte']);
        return Promise.resolve();
      },
    ));

  it('respects .gitignore on every level, also above the start', () =>
    withFolder(
      files({
        '.git/HEAD': 'ref',
        '.gitignore': 'dist/\n*.min.js\n',
        'dist/a.js': '',
        'a.min.js': '',
        'a.js': '',
        'pkg/.gitignore': 'secret.js\n!keep.min.js\n',
        'pkg/secret.js': '',
        'pkg/keep.min.js': '',
        'pkg/dist/b.js': '',
        'pkg/b.js': '',
      }),
      (folder) => {
        expect(namesIn(folder)).toEqual(['a.js', 'pkg/b.js', 'pkg/keep.min.js']);
        expect(namesIn(folder, [join(folder, 'pkg')])).toEqual(['pkg/b.js', 'pkg/keep.min.js']);
        return Promise.resolve();
      },
    ));

  it('takes a file that is named, and nothing twice', () =>
    withFolder(files({ 'a.js': '', 'src/b.js': '' }), (folder) => {
      const paths = [join(folder, 'src/b.js'), folder, join(folder, 'src')];
      expect(namesIn(folder, paths)).toEqual(['src/b.js', 'a.js']);
      return Promise.resolve();
    }));

  it('follows no symbolic links, and says so', () =>
    withFolder(files({ 'src/a.js': '' }), async (folder) => {
      await symlink(folder, join(folder, 'src/loop'));
      await symlink(join(folder, 'src/a.js'), join(folder, 'link.js'));
      await symlink(join(folder, 'nowhere.js'), join(folder, 'dead.js'));
      await symlink(join(folder, 'dead.png'), join(folder, 'picture.png'));
      const { candidates, skipped } = collect([folder], folder);
      expect(candidates).toHaveLength(1);
      expect(skipped).toEqual([
        { name: 'dead.js', reason: 'it is a symbolic link that leads nowhere' },
        { name: 'link.js', reason: 'it is a symbolic link, which is not followed' },
        { name: 'picture.png', reason: 'it is a symbolic link that leads nowhere' },
        { name: 'src/loop', reason: 'it is a symbolic link that leads back to a folder above' },
      ]);
    }));

  it('finds nothing in an empty folder', () =>
    withFolder(files({}), (folder) => {
      expect(namesIn(folder)).toEqual([]);
      return Promise.resolve();
    }));

  it('names a path that does not exist', () => {
    expect(() => collect(['no/such/folder'], '.')).toThrow(
      'unable to read no/such/folder; there is no such file or folder',
    );
  });

  it.skipIf(process.getuid?.() === 0)('notes a folder that it may not read (an administrator may)', () =>
    withFolder(files({}), async (folder) => {
      await mkdir(join(folder, 'closed'), { mode: 0o000 });
      expect(collect([folder], folder).skipped).toEqual([{ name: 'closed', reason: 'it cannot be read' }]);
      await chmod(join(folder, 'closed'), 0o700);
    }),
  );
});

describe('a file that may be relevant', () => {
  const read = (content: string | Uint8Array, name = 'a.js') =>
    withFolder(files({ [name]: content }), (folder) => {
      const [candidate] = collect([folder], folder).candidates;
      return Promise.resolve(readRelevant(candidate!, folder, none));
    });

  it.each([
    ['names the SDK', SDK],
    ['names the older one', "require('twilio-chat')"],
    ['uses the script of the CDN', 'new Twilio . Conversations.Client(t)'],
    ['reaches it through window', "window.Twilio?.['Chat']".replace("?.['", "['")],
  ])('is read when it %s', async (_how, text) => {
    expect(await read(text)).toMatchObject({ name: 'a.js', text });
  });

  it('is passed over when it does not', async () => {
    expect(await read('import React from "react"')).toBeUndefined();
  });

  it.each<[string, string | Uint8Array, string]>([
    ['is binary', new Uint8Array([1, 0, 2]), 'it is binary'],
    ['is not UTF-8', new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]), 'it is not UTF-8; save it as UTF-8'],
    ['is UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 'it is UTF-16; save it as UTF-8'],
    ['is larger than 5 MB', SDK + ' '.repeat(5 * 1024 * 1024), 'it is larger than 5 MB'],
    [
      'is a minified bundle of 2 MB',
      SDK + 'a();'.repeat(500_000),
      'it is minified; build it again from its source, after that was changed',
    ],
  ])('is skipped with a note when it %s', async (_how, content, reason) => {
    expect(await read(content)).toEqual({ name: 'a.js', reason });
  });

  it('keeps its byte order mark as the first character', async () => {
    expect(await read(`\uFEFF${SDK}`)).toMatchObject({ text: `\uFEFF${SDK}` });
  });
});

describe('a template of Angular', () => {
  it('is read because of the class beside it', () =>
    withFolder(files({ 'a.component.html': '{{ message.body }}', 'a.component.ts': SDK }), async (folder) => {
      await writeFile(join(folder, 'b.component.html'), '{{ x }}');
      const found = collect([folder], folder).candidates.map((candidate) => readRelevant(candidate, folder, none));
      expect(found.map((source) => source && 'text' in source && source.name)).toEqual([
        'a.component.html',
        'a.component.ts',
        undefined,
      ]);
    }));
});
