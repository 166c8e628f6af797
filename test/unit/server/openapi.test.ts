import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createCompanion } from '../../../src/server/index.js';
import { azureBlobMedia, mediaRoutes } from '../../../src/server/media/index.js';
import { descriptions, mediaDescriptions } from '../../../src/server/routes/index.js';
import type { ServerInternals } from '../../../src/server/server-internals.js';
import { recordLog } from '../../helper/recorded-log.js';

const FILE = new URL('../../../docs/openapi/companion.json', import.meta.url);

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  readonly components: { schemas: Record<string, unknown> };
}

const companion = createCompanion({
  acs: { connectionString: 'endpoint=https://contoso.communication.azure.com;accesskey=a2V5' },
  publicUrl: 'https://app.example.com/chat',
  authenticate: () => null,
  logger: recordLog().logger,
});

const served = await companion.fetch(new Request('https://app.example.com/chat/openapi.json'));
const description = (await served.json()) as Description;

describe('the description of the companion', () => {
  it('is the one in docs/openapi, which RETHREAD_WRITE_OPENAPI=1 writes anew', async () => {
    if (process.env['RETHREAD_WRITE_OPENAPI'] === '1') {
      await writeFile(FILE, `${JSON.stringify(description, undefined, 2)}\n`);
    }
    expect(description).toEqual(JSON.parse(await readFile(FILE, 'utf8')));
  });

  it('is OpenAPI 3.1, and all that it refers to is there', () => {
    expect(description.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(30);
    for (const [, name = ''] of references) expect(description.components.schemas).toHaveProperty(name);
  });

  it('has each route of the companion once', () => {
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId })),
    );
    expect(operations).toHaveLength(descriptions.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('has the routes of the media backend, which are not made from it', () => {
    const media = azureBlobMedia({ connectionString: 'UseDevelopmentStorage=true', container: 'files' });
    const made = mediaRoutes(media, {} as ServerInternals).routes.map(
      ({ method, path }) =>
        `${method} /conversations/{id}/media${path.replaceAll(/:(\w+)/g, '{$1}').replace(/\/$/, '')}`,
    );
    const described = mediaDescriptions.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(made.sort()).toEqual(described.sort());
  });

  it.each(descriptions.map(({ method, path, access }) => ({ method, path, access })))(
    'tells of no route that is not there: $method $path',
    async ({ method, path, access }) => {
      const url = `https://app.example.com/chat${path.replaceAll(/\{\w+\}/g, 'x')}`;
      const { status } = await companion.fetch(new Request(url, { method: method.toUpperCase() }));
      expect(status).toBe(access === 'public' ? 200 : 401);
      expect(description.paths[path]?.[method]?.responses).toHaveProperty(String(status));
    },
  );
});
