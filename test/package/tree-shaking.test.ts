import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { getSupport } from '../../src/index.js';

/** Texts that the tools' files hold, and that nothing else needs. */
const OF_THE_TOOLS = ['/_emulator/', 'x-ms-content-sha256', 'EADDRINUSE'];
const LIBRARIES_OF_THE_TOOLS = ['hono', '@hono/node-server', 'ws', 'jose', 'commander', 'picocolors'];

/** What a bundler makes of one import from the package as it was built. */
async function bundle(contents: string): Promise<{ text: string; files: string[]; externals: string[] }> {
  const { outputFiles, metafile, warnings } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    // This repository's own settings lead to the sources.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    text: outputFiles[0]!.text,
    files: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path),
    externals: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
  };
}

describe('an app that imports the client', () => {
  it.each(['rethread', 'rethread/twilio'])(
    'gets no code of the emulator, the command line or Node: %s',
    async (name) => {
      const { text, files, externals } = await bundle(`export { Client } from '${name}'`);

      expect(externals).toEqual([]);
      expect(text).not.toMatch(/["']node:/);
      for (const marker of OF_THE_TOOLS) expect(text).not.toContain(marker);
      const libraries = files.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
      expect(libraries).toContain('@azure/communication-chat');
      for (const library of LIBRARIES_OF_THE_TOOLS) expect(libraries).not.toContain(library);
    },
  );

  it('would be noticed with them', async () => {
    const emulator = await readFile('dist/emulator.cjs', 'utf8');
    for (const marker of OF_THE_TOOLS) expect(emulator).toContain(marker);
  });

  it('gets nothing of the support table, unless it asks for it', async () => {
    const reason = JSON.stringify(getSupport('Conversation#join')!.reason).slice(1, 40);
    expect((await bundle("export { Client } from 'rethread'")).text).not.toContain(reason);
    expect((await bundle("export { getSupport } from 'rethread'")).text).toContain(reason);
  });

  it('can forbid code made from texts, as far as it is ours', async () => {
    const { files } = await bundle("export { Client } from 'rethread'");
    const own = files.filter((path) => /(^|\/)dist\//.test(path) && !path.includes('node_modules'));
    expect(own.length).toBeGreaterThan(1);
    for (const path of own) expect(await readFile(path, 'utf8')).not.toMatch(/\beval\(|\bnew Function\(|\bFunction\(/);
  });
});

/** Texts that one facade holds, and no other. */
const OF_FACADES = {
  twilio: 'conversationJoined',
  kandy: 'conversations:change',
  signalwire: 'Error sending message to conversation!',
  stitch: 'text:typing:on',
};

describe('an app that imports one facade', () => {
  it.each([
    ['twilio', "export { Client } from 'rethread'"],
    ['kandy', "export { create } from 'rethread/kandy'"],
    ['signalwire', "export { SignalWire } from 'rethread/signalwire'"],
    ['stitch', "export { ConversationClient } from 'rethread/stitch'"],
  ])('gets none of the others: %s', async (facade, contents) => {
    const { text } = await bundle(contents);
    const found = Object.entries(OF_FACADES).filter(([, marker]) => text.includes(marker));
    expect(found.map(([name]) => name)).toEqual([facade]);
  });
});

describe('a backend that mints tokens', () => {
  it('gets no chat client', async () => {
    const { text, files } = await bundle("export { encodeConnectionToken } from 'rethread/server'");
    expect(files.filter((path) => path.includes('@azure'))).toEqual([]);
    // Nor the companion, nor the libraries that it is made of.
    expect(text).not.toMatch(/["']node:|rethread-companion/);
    expect(gzipSync(text).length).toBeLessThan(4_000);
  });
});
