import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CliResult, runCliIn } from '../helper/cli.js';
import { withFolder } from '../helper/codemod-case.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const APP = new Map([
  ['package.json', '{ "name": "app", "dependencies": { "@twilio/conversations": "^2.1.0" } }\n'],
  [
    'src/chat.js',
    `import { Client } from "@twilio/conversations";

const client = new Client(token);
client.on("messageAdded", (message) => show(message.state.body));
client.setPushRegistrationId("fcm", id);
`,
  ],
]);

const git = (folder: string, ...args: string[]) =>
  promisify(execFile)('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);

async function commitAll(folder: string): Promise<void> {
  await git(folder, 'init', '-q');
  await git(folder, 'add', '.');
  await git(folder, 'commit', '-qm', 'all');
}

const inApp = (use: (folder: string, run: (...args: string[]) => Promise<CliResult>) => Promise<void>) =>
  withFolder(APP, (folder) => use(folder, (...args) => runCliIn(folder, ...args)));

describe('rethread codemod', () => {
  it('shows the changes, and writes nothing', () =>
    inApp(async (folder, run) => {
      const { code, stdout } = await run('codemod');
      expect(code).toBe(0);
      expect(stdout).toContain('-import { Client } from "@twilio/conversations";\n+import { Client } from "rethread";');
      expect(stdout).toMatch(
        /2 files would change, of 2 looked at; 0 places left for you\. Nothing was written: add --write\.\n$/,
      );
      expect(await readFile(join(folder, 'src/chat.js'), 'utf8')).toBe(APP.get('src/chat.js'));
      expect((await run('codemod', '--dry')).stdout).toBe(stdout);
    }));

  it('writes with --write, in a clean git tree, once', () =>
    inApp(async (folder, run) => {
      await commitAll(folder);
      const first = await run('codemod', '--write');
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout).toContain('changed src/chat.js (imports, private-state)\n');
      expect(await readFile(join(folder, 'src/chat.js'), 'utf8')).toBe(
        APP.get('src/chat.js')!.replace('@twilio/conversations', 'rethread').replace('state.body', 'body'),
      );
      const { stdout } = await git(folder, 'diff', '--stat');
      expect(stdout).toContain('2 files changed');
      const again = await run('codemod', '--write');
      expect(again).toMatchObject({ code: 0, stdout: '\n0 files changed, of 2 looked at; 0 places left for you.\n' });
    }));

  it('refuses a git tree with changes, and a folder without git, unless it is forced', () =>
    inApp(async (folder, run) => {
      const without = await run('codemod', '--write');
      expect(without).toMatchObject({ code: 2, stdout: '' });
      expect(without.stderr).toContain('it is not in a git repository, so nothing could be taken back; use --force');
      await commitAll(folder);
      await writeFile(join(folder, 'new.txt'), '');
      const dirty = await run('codemod', '--write');
      expect(dirty.stderr).toBe(
        'rethread: unable to change .; the git tree has changes; commit or stash them first, or use --force\n',
      );
      expect(await readFile(join(folder, 'src/chat.js'), 'utf8')).toBe(APP.get('src/chat.js'));
      expect((await run('codemod', '--write', '--force')).code).toBe(0);
    }));

  it('runs only the steps that are named', () =>
    inApp(async (folder, run) => {
      await run('codemod', '--write', '--force', '--steps', 'package-json,private-state');
      expect(await readFile(join(folder, 'package.json'), 'utf8')).toContain('"rethread": "^');
      expect(await readFile(join(folder, 'src/chat.js'), 'utf8')).toContain('from "@twilio/conversations"');
      const unknown = await run('codemod', '--steps', 'import');
      expect(unknown).toMatchObject({ code: 2 });
      expect(unknown.stderr).toMatch(/unable to run the step "import"; there are imports, package-json/);
    }));

  it('with --alias changes one line', () =>
    inApp(async (folder, run) => {
      await run('codemod', '--write', '--force', '--alias');
      const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
      expect(await readFile(join(folder, 'package.json'), 'utf8')).toBe(
        APP.get('package.json')!.replace('^2.1.0', `npm:rethread@^${version}`),
      );
      expect(await readFile(join(folder, 'src/chat.js'), 'utf8')).toBe(APP.get('src/chat.js'));
    }));

  it('names what it cannot read or write, and ends with 1', () =>
    inApp(async (folder, run) => {
      await writeFile(join(folder, 'broken.js'), 'import "@twilio/conversations"\nconst = 1');
      const dry = await run('codemod');
      expect(dry.code).toBe(1);
      expect(dry.stdout).toContain('unreadable broken.js:2');
      await chmod(join(folder, 'src/chat.js'), 0o444);
      const written = await run('codemod', '--write', '--force');
      expect(written.code).toBe(1);
      expect(written.stdout).toMatch(/not written src\/chat\.js .*it is read-only/);
      expect(await readFile(join(folder, 'package.json'), 'utf8')).toContain('rethread');
    }));

  it.each([
    ['an unknown flag', ['--wirte'], "rethread: unknown option '--wirte' (Did you mean --write?)\n"],
    ['an address that is none', ['--endpoint', 'chat'], 'It must be an address'],
    ['a path that does not exist', ['no/such'], 'rethread: unable to read no/such; there is no such file or folder\n'],
  ])('ends with 2 for %s', (_what, args, message) =>
    inApp(async (_folder, run) => {
      const result = await run('codemod', ...args);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain(message);
    }),
  );

  it('prints JSON', () =>
    inApp(async (_folder, run) => {
      const plan = JSON.parse((await run('codemod', '--json')).stdout) as {
        changes: { name: string; steps: string[] }[];
      };
      expect(plan.changes.map(({ name, steps }) => [name, steps])).toEqual([
        ['package.json', ['package-json']],
        ['src/chat.js', ['imports', 'private-state']],
      ]);
    }));
});

describe('rethread scan', () => {
  it('ends with what a manager reads; with 1 for blockers', () =>
    inApp(async (folder, run) => {
      const { code, stdout } = await run('scan');
      expect(code).toBe(1);
      expect(stdout).toContain('unsupported     Client#setPushRegistrationId\n');
      expect(stdout).toContain('Blockers: Client#setPushRegistrationId (src/chat.js:5).\n');
      expect(await readFile(join(folder, 'src/chat.js'), 'utf8')).toBe(APP.get('src/chat.js'));
    }));

  it.each([
    ['never', 0],
    ['unsupported', 1],
    ['differs', 1],
  ])('with --fail-on %s ends with %d', (level, code) =>
    inApp(async (_folder, run) => expect((await run('scan', '--fail-on', level)).code).toBe(code)),
  );

  it('is clean without findings', () =>
    withFolder(new Map([['a.js', 'export {};']]), async (folder) => {
      expect(await runCliIn(folder, 'scan')).toEqual({
        code: 0,
        stdout: 'No use of the Twilio Conversations SDK in 1 file.\n',
        stderr: '',
      });
    }));

  it.each([
    ["import '@kandy-io/cpaas-sdk';", 'unsupported', 0],
    ["import '@kandy-io/cpaas-sdk';", 'differs', 1],
    ["import '@vonage/client-sdk';", 'unsupported', 1],
    ["import '@vonage/client-sdk';", 'never', 0],
  ])('with other SDKs, %s and --fail-on %s, ends with %d', (text, level, code) =>
    withFolder(new Map([['a.js', text]]), async (folder) => {
      expect(await runCliIn(folder, 'scan', '--fail-on', level)).toMatchObject({ code, stderr: '' });
    }),
  );

  it('is clean in an empty folder', () =>
    withFolder(new Map(), async (folder) => {
      expect(await runCliIn(folder, 'scan')).toMatchObject({ code: 0, stderr: '' });
    }));

  it.each([['--json'], ['--sarif']])('prints %s and nothing else', (flag) =>
    inApp(async (_folder, run) => {
      const { stdout, stderr } = await run('scan', flag);
      expect(stderr).toBe('');
      expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    }),
  );

  it('writes a page', () =>
    inApp(async (folder, run) => {
      const { stdout } = await run('scan', '--html', 'report.html');
      expect(stdout).toContain('The whole report: report.html\n');
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
    }));

  it('prints tasks', () =>
    inApp(async (_folder, run) => {
      expect((await run('scan', '--agent')).stdout).toMatch(/^# Move this app/);
    }));

  it.each([
    ['an unknown flag', ['--jsno'], "unknown option '--jsno' (Did you mean --json?)"],
    ['two formats at once', ['--json', '--sarif'], 'cannot be used with'],
    ['a level that is none', ['--fail-on', 'works'], 'Allowed choices'],
  ])('ends with 2 for %s', (_what, args, message) =>
    inApp(async (_folder, run) => {
      const result = await run('scan', ...args);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain(message);
    }),
  );
});

describe('Ctrl+C', () => {
  it('leaves every file whole: old or new', () => {
    const text = "import { Client } from '@twilio/conversations';\nexport const c = new Client('t');\n";
    const files = new Map(Array.from({ length: 3_000 }, (_, index) => [`f${index}.js`, text]));
    return withFolder(files, async (folder) => {
      const child = spawn(process.execPath, [CLI, 'codemod', '--write', '--force'], { cwd: folder, stdio: 'ignore' });
      const done = once(child, 'close') as Promise<[number | null, string | null]>;
      // As soon as the first file is written.
      const isChanged = async () => !(await readFile(join(folder, 'f0.js'), 'utf8')).includes('@twilio');
      while (child.exitCode === null && !(await isChanged())) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGINT');
      const [code] = await done;
      // On a fast machine it may be over before the signal arrives.
      expect([0, 130]).toContain(code);
      const { stdout } = await promisify(execFile)('ls', ['-A', folder], { maxBuffer: 10_000_000 });
      const names = stdout.trim().split('\n');
      expect(names.filter((name) => !/^f\d+\.js$/.test(name))).toEqual([]);
      for (const name of names) {
        expect([text, text.replace('@twilio/conversations', 'rethread')]).toContain(
          await readFile(join(folder, name), 'utf8'),
        );
      }
    });
  });
});

describe('rethread doctor', () => {
  it('wants something to check', async () => {
    const result = await runCliIn('.', 'doctor');
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('give a token in RETHREAD_TOKEN, or --endpoint');
  });

  it('has a line for each check, and ends with 1 for problems', async () => {
    const { code, stdout } = await runCliIn('.', 'doctor', '--token', 'rt1.abc');
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(8);
    expect(stdout).toMatch(/^problem token {5}unable to read the connection token/);
  });
});
