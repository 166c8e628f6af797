import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { getSupport } from '../../src/index.js';
import table from '../../src/twilio/compat.json' with { type: 'json' };

type Library = { getSupport: typeof getSupport };
const libraries: [string, () => Promise<Library>][] = [
  ['ESM', () => import(pathToFileURL(resolve('dist/index.js')).href) as Promise<Library>],
  ['CommonJS', () => Promise.resolve(createRequire(import.meta.url)(resolve('dist/twilio.cjs')) as Library)],
];

it.each(libraries)('getSupport of the built package knows every row of the table (%s)', async (_format, load) => {
  const library = await load();
  for (const [member, row] of Object.entries(table.rows))
    expect(library.getSupport(member)).toEqual({ member, ...row });
  expect(library.getSupport('Conversation#fly')).toBeUndefined();
});
