import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeConnectionToken } from '../../src/identity/index.js';
import { type RunningCli, runCli, startCli } from '../helper/cli.js';

interface Addresses {
  endpoint: string;
  connectionString: string;
}

const running: RunningCli[] = [];
const occupied: Server[] = [];

async function start(...args: string[]): Promise<RunningCli> {
  const cli = await startCli(...args);
  running.push(cli);
  return cli;
}

async function startEmulator(...args: string[]): Promise<Addresses & { cli: RunningCli }> {
  const cli = await start('emulator', '--json', '--port', '0', ...args);
  return { cli, ...(JSON.parse(cli.firstLine) as Addresses) };
}

async function occupyPort(): Promise<string> {
  const server = createServer();
  occupied.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return String((server.address() as AddressInfo).port);
}

/** Through the official client: a user and a token, as an app's own server would make them. */
async function createUser({ connectionString }: Addresses, scope: 'chat' | 'voip' = 'chat'): Promise<string> {
  const identity = new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true });
  return (await identity.createUserAndToken([scope])).token;
}

function callThreads({ endpoint }: Addresses, token: string, body?: unknown): Promise<Response> {
  return fetch(`${endpoint}/chat/threads?api-version=2025-03-15`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((cli) => cli.stop()));
  await Promise.all(occupied.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('rethread', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await runCli('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([['--help'], ['help']])('lists its commands with %s', async (flag) => {
    const { code, stdout } = await runCli(flag);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: rethread/);
    expect(stdout).toMatch(/^ {2}emulator /m);
    expect(stdout).toMatch(/^ {2}demo /m);
  });

  it.each([
    ['emulator', ['--port', '--host', '--json', '--snapshot', '--loose']],
    ['demo', ['--port', '--json']],
    ['scan', ['--json', '--sarif', '--html', '--agent', '--fail-on', '--all', '--no-types']],
    [
      'codemod',
      ['--dry', '--write', '--force', '--steps', '--alias', '--endpoint', '--script-src', '--no-types', '--json'],
    ],
    ['doctor', ['--token', '--endpoint', '--origin', '--media-url', '--timeout', '--json']],
  ])('explains the options of %s', async (command, flags) => {
    const { code, stdout } = await runCli(command, '--help');
    expect(code).toBe(0);
    for (const flag of flags) expect(stdout).toContain(`  ${flag}`);
  });

  it('can be run by its name: the file begins with a line for the shell', async () => {
    expect(await readFile('dist/cli.js', 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it.each([
    ['a port that is no number', ['emulator', '--port', 'abc'], /'abc' is invalid.* 0 .* 65535/],
    ['a port that is too large', ['emulator', '--port', '65536'], /'65536' is invalid/],
    ['a negative port', ['emulator', '--port=-1'], /'-1' is invalid/],
    ['half a port', ['demo', '--port', '80.5'], /'80\.5' is invalid/],
    ['an empty port', ['demo', '--port', ''], /'' is invalid/],
    ['a flag without its value', ['emulator', '--snapshot'], /argument missing/],
    ['an unknown flag', ['emulator', '--prot', '1'], /unknown option '--prot' .*--port/],
    ['a flag of another command', ['demo', '--loose'], /unknown option '--loose'/],
    ['an unknown command', ['emulatr'], /unknown command 'emulatr' .*emulator/],
    ['a surplus argument', ['emulator', 'now'], /too many arguments/],
    ['an address of another machine', ['emulator', '--port', '0', '--host', '203.0.113.1'], /203\.0\.113\.1/],
  ])('refuses %s with one line', async (_name, args, message) => {
    const { code, stdout, stderr } = await runCli(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^rethread: .+\n$/);
    expect(stderr).toMatch(message);
  });

  it.each(['emulator', 'demo'])('says in one line that the port for the %s is in use', async (command) => {
    const port = await occupyPort();
    const { code, stdout, stderr } = await runCli(command, '--port', port);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^rethread: .*port ${port} is already in use.*\n$`));
  });
});

describe('rethread emulator', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints one line of JSON, serves, and stops at %s', async (signal) => {
    const { cli, endpoint, connectionString } = await startEmulator();
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(connectionString).toMatch(new RegExp(`^endpoint=${endpoint}/;accesskey=.+$`));
    expect((await fetch(`${endpoint}/chat/threads?api-version=2025-03-15`)).status).toBe(401);
    expect(await cli.stop(signal)).toEqual({ code: 0, stdout: `${cli.firstLine}\n`, stderr: '' });
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  it('tells people what runs where, how to use it and how to stop it', async () => {
    const cli = await start('emulator', '--port', '0');
    const { stdout } = await cli.stop();
    expect(stdout).toMatch(/Endpoint +http:\/\/127\.0\.0\.1:\d+/);
    expect(stdout).toMatch(/Connection string +endpoint=http/);
    expect(stdout).toContain('in memory');
    expect(stdout).toContain('configure({ endpoint:');
    expect(stdout).toContain('Ctrl+C');
  });

  it('listens where it is told', async () => {
    const { endpoint } = await startEmulator('--host', 'localhost');
    expect(endpoint).toMatch(/^http:\/\/localhost:\d+$/);
    expect((await fetch(`${endpoint}/chat/threads?api-version=2025-03-15`)).status).toBe(401);
  });

  it.each([
    ['is strict', [], 403],
    ['looks the other way with --loose', ['--loose'], 200],
  ])('%s about the scopes of a token', async (_name, flags, status) => {
    const addresses = await startEmulator(...flags);
    const token = await createUser(addresses, 'voip');
    expect((await callThreads(addresses, token)).status).toBe(status);
  });

  it('keeps its data in the snapshot file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rethread-cli-'));
    const flags = ['--snapshot', join(folder, 'data.json')];
    const before = await startEmulator(...flags);
    const token = await createUser(before);
    expect((await callThreads(before, token, { topic: 'kept' })).status).toBe(201);
    await before.cli.stop();
    const after = await startEmulator(...flags);
    expect(await (await callThreads(after, token)).json()).toMatchObject({ value: [{ topic: 'kept' }] });
    await rm(folder, { recursive: true });
  });
});

describe('rethread demo', () => {
  it('prints one line of JSON and serves the built page with tokens for its people', async () => {
    const cli = await start('demo', '--json');
    const { url, endpoint, files } = JSON.parse(cli.firstLine) as { url: string; endpoint: string; files: string };
    // A development dependency of this very repository.
    expect(files).toBe('azurite');
    expect(await (await fetch(url)).text()).toContain('page.js');
    expect((await fetch(new URL('page.js', url))).status).toBe(200);
    const token = await (await fetch(new URL('token?identity=alice', url))).text();
    expect(decodeConnectionToken(token)).toMatchObject({ endpoint, identity: 'alice', companion: `${url}companion` });
    expect(await cli.stop()).toEqual({ code: 0, stdout: `${cli.firstLine}\n`, stderr: '' });
    await expect(fetch(url)).rejects.toThrow();
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  it('shows people one address', async () => {
    const cli = await start('demo');
    const { stdout } = await cli.stop('SIGINT');
    expect(stdout.match(/https?:\/\/\S+/g)).toHaveLength(1);
    expect(stdout).toContain('Files are kept by Azurite, in memory.');
  });
});
