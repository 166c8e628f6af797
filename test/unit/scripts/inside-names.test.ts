import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INSIDE_NAMES, OUTSIDE_NAMES } from '../../../scripts/inside-names.js';

const withoutComments = (types: string): string => types.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');

const codeOf = (path: string): string => withoutComments(readFileSync(path, 'utf8'));

const own = ['core', 'acs', 'realtime', 'identity', 'media', 'companion', 'twilio']
  .flatMap((folder) => readdirSync(`src/${folder}`).map((file) => `src/${folder}/${file}`))
  .filter((path) => path.endsWith('.ts'))
  .map(codeOf)
  .join('\n');

/** Of these types, what the library might mean by a name that the build shortens. */
function shortenedNamesIn(path: string): string[] {
  const words = new Set(codeOf(path).match(/[A-Za-z_$][\w$]*/g));
  return [...words].filter((word) => INSIDE_NAMES.test(word) && !OUTSIDE_NAMES.test(word) && own.includes(word));
}

const typesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.d\.ts$/.test(path))
    .map((path) => join(folder, path));

describe('the names that the build shortens', () => {
  it.each([
    '@azure/communication-chat',
    '@azure/communication-common',
    '@azure/core-auth',
    '@azure/core-rest-pipeline',
    '@azure/core-paging',
  ])('are nothing that %s knows', (name) => {
    expect(typesOf(`node_modules/${name}`).flatMap(shortenedNamesIn)).toEqual([]);
  });

  it('are nothing of the language or of browsers', () => {
    const libraries = typesOf('node_modules/typescript/lib').filter((path) =>
      /lib\.(?:es|dom)[\w.]*\.d\.ts$/.test(path),
    );
    expect(libraries.length).toBeGreaterThan(50);
    // Of an event listener that is an object, which the library has none of; its own is a method of a port.
    expect(libraries.flatMap(shortenedNamesIn)).toEqual(['handleEvent']);
  });

  it('are no field of what the companion is asked and answers', () => {
    const api = readFileSync('docs/openapi/companion.json', 'utf8');
    const fields = [...api.matchAll(/"(\w+)":/g)].map(([, name]) => name ?? '');
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter((name) => INSIDE_NAMES.test(name))).toEqual([]);
  });

  it('stand in no text of the library, which could be a key', () => {
    const texts = own.replaceAll(/(?:Pick|Omit)<[^>]*>/g, '').match(/(['"`])\w+\1/g) ?? [];
    // A request has a budget of the name that its method has; neither is found by the other.
    const budgets = codeOf('src/acs/request-budgets.ts');
    const keys = texts.filter((text) => !budgets.includes(text)).map((text) => text.slice(1, -1));
    expect(keys.filter((text) => INSIDE_NAMES.test(text))).toEqual([]);
  });
});
