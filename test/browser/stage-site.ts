import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createFileRoutes } from '../../src/demo/files/index.js';

/** A script that the build makes for pages: `dist/<name>.global.js`. */
export type Bundle = 'kandy' | 'rethread' | 'signalwire' | 'stitch';

/** A file of a page: its content, or a built script under another name. */
export type SiteFile = string | Uint8Array<ArrayBuffer> | { readonly bundle: Bundle };

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** @throws Error when it is not built */
export async function readBundle(name: Bundle): Promise<Uint8Array<ArrayBuffer>> {
  const path = `dist/${name}.global.js`;
  return new Uint8Array(
    await readFile(path).catch((cause: unknown) => {
      throw new Error(`unable to read ${path}; run \`npm run build\` first`, { cause });
    }),
  );
}

/** A web server on loopback: pages with their files, the built scripts, and a service that keeps the files of messages. */
export class StageSite {
  readonly #pages: ReadonlyMap<string, SiteFile>[] = [];
  readonly #store = createFileRoutes();
  readonly #server: Server;

  private constructor() {
    const app = new Hono();
    app.route('/files', this.#store.routes);
    // Browsers ask for it, whatever the page.
    app.get('/favicon.ico', () => new Response(null, { status: 204 }));
    app.get('/pages/:number/*', async ({ req }) => {
      const [, number, path] = /^\/pages\/(\d+)\/(.*)$/.exec(decodeURIComponent(new URL(req.url).pathname)) ?? [];
      const name = path === '' ? 'index.html' : path!;
      const file = this.#pages[Number(number)]?.get(name);
      if (file === undefined) return new Response(null, { status: 404 });
      const content = typeof file === 'object' && 'bundle' in file ? await readBundle(file.bundle) : file;
      return new Response(content, { headers: { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' } });
    });
    app.get('/:bundle{[a-z]+\\.global\\.js}', async ({ req }) => {
      const content = await readBundle(req.param('bundle').split('.')[0] as Bundle);
      return new Response(content, { headers: { 'content-type': TYPES['.js']! } });
    });
    this.#server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  }

  static async start(): Promise<StageSite> {
    const site = new StageSite();
    await new Promise<void>((resolve, reject) => {
      site.#server.once('error', reject);
      site.#server.listen(0, '127.0.0.1', resolve);
    });
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What `HttpMediaStore` speaks to. */
  get filesUrl(): string {
    return `${this.origin}/files`;
  }

  /** How many files of messages it keeps. */
  get fileCount(): number {
    return this.#store.count();
  }

  /** @param files by their paths beside the page, which is `index.html`. @returns where the page is */
  add(files: Readonly<Record<string, SiteFile>>): string {
    const page = new Map(Object.entries(files).map(([path, file]) => [path.replace(/^\.?\//, ''), file]));
    return `${this.origin}/pages/${this.#pages.push(page) - 1}/`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
