import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const FILES = ['kandy-chat.html', 'kandy-chat.js', 'kandy-multimedia.html', 'kandy-multimedia.js', 'stitch-chat.html'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rethread-seeds-'));
});
afterEach(() => rm(folder, { recursive: true }));

function trySeeds(...args: string[]): Promise<{ exitCode: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/try-seeds.mjs', ...args], (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, stdout, stderr }),
    );
  });
}

const write = (file: string, text: string) => writeFile(join(folder, file), text);

describe('try-seeds', () => {
  it.each([[[]], [['a', 'b']], [['--everything', 'a']]])('does not run as %j, and says how', async (args) => {
    const usage = 'usage: npm run try-seeds -- DIR [--json]\n';
    expect(await trySeeds(...args)).toEqual({ exitCode: 2, stdout: '', stderr: usage });
  });

  it('says which files the folder lacks', async () => {
    await write(FILES[0]!, '');
    const stderr = `${folder} does not have ${FILES.slice(1).join(', ')}.\n`;
    expect(await trySeeds(folder)).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  it('fails with demos that are other than those it knows, and says where', async () => {
    await Promise.all(FILES.map((file) => write(file, '<p>')));
    const { exitCode, stdout } = await trySeeds(folder, '--json');
    expect(exitCode).toBe(1);
    const title = 'set the scene';
    const sdk = 'the HTML loads no script of an SDK';
    expect(JSON.parse(stdout)).toEqual({
      results: [
        { seed: '000', scenario: '000', title, isOk: false, seen: sdk },
        { seed: '001', scenario: '001', title, isOk: false, seen: sdk },
        {
          seed: '004',
          scenario: '004',
          title,
          isOk: false,
          seen: 'the page does not have three tokens, a conversation and the script of the SDK',
        },
      ],
      passed: 0,
      failed: 3,
    });
  });
});
