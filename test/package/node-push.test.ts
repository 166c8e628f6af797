import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, type FaultAction, startEmulator } from '../../src/emulator/index.js';
import { NODE_VERSIONS, type NodeVersion, runNode } from '../helper/node-versions.js';

/** What the app prints when it ends. */
interface Report {
  readonly body: string;
  readonly added: string[];
  readonly browserGlobals: string[];
  readonly exitedAfterMs: number;
}

const APPS = {
  esm: new URL('apps/push-app-esm.mjs', import.meta.url),
  cjs: new URL('apps/push-app-cjs.cjs', import.meta.url),
};

describe('the built package in Node, which chooses push', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.stop());

  const run = async (version: NodeVersion, format: keyof typeof APPS): Promise<Report> => {
    const { token } = await emulator.createUser();
    const { code, stdout, stderr } = await runNode(version, APPS[format], { args: [emulator.endpoint, token] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as Report;
  };

  describe.each(NODE_VERSIONS)('version %s', (version) => {
    it.each(['esm', 'cjs'] as const)('receives, adds no global and lets the process end (%s)', async (format) => {
      const { exitedAfterMs, ...report } = await run(version, format);

      expect(report).toEqual({ body: 'Noon?', added: [], browserGlobals: [] });
      expect(exitedAfterMs).toBeLessThan(2_000);
      expect(emulator.requests.count({ path: /^\/v4\/a$/ })).toBe(1);
    });

    it.each<[string, FaultAction]>([
      ['refuses', { kind: 'answer', status: 503 }],
      ['does not answer', { kind: 'delay', ms: 60_000 }],
    ])('ends although the service %s when it signs off', async (_, fault) => {
      const signOff = { method: 'DELETE', path: /^\/v3\/registrations\// };
      emulator.faults.add({ ...fault, ...signOff, times: Infinity });

      const { exitedAfterMs } = await run(version, 'esm');

      expect(exitedAfterMs).toBeLessThan(3_000);
      expect(emulator.requests.count(signOff)).toBe(1);
    });
  });
});

describe('the built package in a bundle for browsers', () => {
  it.each(['import', 'require'])('brings no part of push in Node (%s)', async (syntax) => {
    const contents =
      syntax === 'import' ? "export { Client } from 'rethread'" : "exports.Client = require('rethread').Client";
    const { metafile, warnings } = await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      // This repository's own settings lead to the sources.
      tsconfigRaw: {},
      logLevel: 'silent',
    });
    const files = Object.keys(metafile.inputs);
    expect(warnings).toEqual([]);
    expect(files).toContainEqual(expect.stringMatching(/dist\/no-push\./));
    expect(files).not.toContainEqual(expect.stringMatching(/dist\/node-push/));
    // What is loaded later is ours, and complete in itself: see docs/decisions/009.
    const later = Object.values(metafile.inputs).flatMap(({ imports }) =>
      imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path),
    );
    expect(later.filter((path) => !/dist\/(?:companion|loopback|media)-\w+\.js$/.test(path))).toEqual([]);
  });
});
