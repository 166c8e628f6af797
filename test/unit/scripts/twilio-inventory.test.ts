import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Member {
  id: string;
  kind: string;
  type: string;
  readonly?: true;
  optional?: true;
  deprecated?: true;
  internal?: true;
}
interface Export {
  id: string;
  kind: 'class' | 'interface' | 'type';
  extends?: string;
  oneOf?: string[];
  members: Member[];
  inherited?: string[];
  events?: { id: string; listener: string }[];
}

async function run(...args: string[]): Promise<string> {
  const script = join(root, 'scripts/twilio-inventory.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { maxBuffer: 10_000_000 });
  return stdout;
}

describe('the inventory of the original', { timeout: 30_000 }, () => {
  let text: string;
  let inventory: { package: string; version: string; exports: Export[] };
  const find = (id: string): Export => inventory.exports.find((entry) => entry.id === id)!;
  const member = (id: string): Member | undefined =>
    inventory.exports.flatMap((entry) => entry.members).find((entry) => entry.id === id);

  beforeAll(async () => {
    text = await run();
    inventory = JSON.parse(text) as typeof inventory;
  }, 30_000);

  it('has all exports of the version', () => {
    expect(inventory).toMatchObject({ package: '@twilio/conversations', version: '3.0.1' });
    expect(inventory.exports).toHaveLength(75);
    expect(inventory.exports.filter(({ kind }) => kind === 'class')).toHaveLength(19);
  });

  it('has members of objects and of classes, with what matters about them', () => {
    expect(member('Client.create')).toMatchObject({ kind: 'method', deprecated: true });
    expect(member('Client.messageAdded')).toMatchObject({ kind: 'property', type: '"messageAdded"', readonly: true });
    expect(member('Client#connectionState')).toEqual({
      id: 'Client#connectionState',
      kind: 'property',
      type: 'ConnectionState',
    });
    expect(member('Conversation#friendlyName')).toMatchObject({ kind: 'accessor', type: 'string | null' });
    expect(member('User#identity')).not.toHaveProperty('readonly');
    expect(member('Conversation#_participants')).toMatchObject({ internal: true });
    expect(member('SendMediaOptions#filename')).toMatchObject({ optional: true });
  });

  it('follows types into the packages they come from', () => {
    expect(find('MediaCategory').oneOf).toEqual(['"body"', '"history"', '"media"']);
    expect(member('CancellablePromise#cancel')).toMatchObject({ kind: 'method' });
    expect(find('Client').inherited).toContain('onWithReplay');
    expect(find('Client').inherited).toContain('removeAllListeners');
  });

  it('has the events of every emitter', () => {
    const counts = inventory.exports.flatMap(({ id, events }) => (events ? [[id, events.length]] : []));
    expect(Object.fromEntries(counts)).toEqual({ Client: 24, Conversation: 10, Message: 1, Participant: 3, User: 3 });
    expect(find('Conversation').events).toContainEqual({
      id: 'Conversation:typingStarted',
      listener: '(participant: Participant) => void',
    });
  });

  it('leaves out what is private', () => {
    expect(member('Client#_services')).toBeUndefined();
    expect(text).not.toContain('#private');
    expect(text).not.toContain('__@');
  });

  it('is the same each time, printed or written to a file, and names no place of this machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rethread-inventory-'));
    const file = join(folder, 'inventory.json');
    expect(await run(file)).toBe('');
    const written = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect(written === text).toBe(true);
    expect(text).not.toContain('node_modules');
  });

  it('names nothing that the type tests do not compare', async () => {
    const folder = join(root, 'test/types');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.test-d.ts'));
    const tests = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
    const compared = new Set(Array.from(tests.matchAll(/\bOriginal\.(\w+)/g), ([, name]) => name));
    const forgotten = inventory.exports.map(({ id }) => id).filter((id) => !compared.has(id));
    expect(forgotten).toEqual([]);
  });
});
