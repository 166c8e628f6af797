/** User-delegation keys of Azurite itself, which gives them over https alone: with a certificate made for this run. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAzurite } from '../../helper/azurite.js';
import { runScript } from '../../helper/run-script.js';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Azurite looks at the claims alone. */
function entraToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const tenant = '00000000-0000-0000-0000-000000000001';
  const claims = {
    aud: 'https://storage.azure.com',
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now - 10,
    nbf: now - 10,
    exp: now + 3600,
    oid: tenant,
    tid: tenant,
  };
  return `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.${encode('unsigned')}`;
}

// Node cannot make certificates.
describe.skipIf(!hasOpenssl())('media with an Entra credential, on Azurite', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rethread-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('sends and reads a file with addresses signed by a user-delegation key', async () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const pair = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...pair, ...subject], { stdio: 'ignore' });
    // It copies by asking itself, and has to trust itself for that.
    const trust = { NODE_EXTRA_CA_CERTS: cert };
    const azurite = await startAzurite(['--oauth', 'basic', '--cert', cert, '--key', key], trust);
    try {
      const { exitCode, output } = await runScript(new URL('entra.script.ts', import.meta.url), {
        ACCOUNT_URL: azurite.service.url,
        ENTRA_TOKEN: entraToken(),
        ...trust,
      });
      if (exitCode !== 0) expect.fail(output);
      expect({ exitCode, result: JSON.parse(output) as unknown }).toEqual({
        exitCode: 0,
        result: { put: 201, outcome: 'complete', text: 'hello', isDelegated: true, spr: 'https' },
      });
    } finally {
      await azurite.stop();
    }
  });
});
