import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';

interface StoredFile {
  readonly bytes: ArrayBuffer;
  readonly contentType: string;
  readonly name: string;
}

/** How much the demo server keeps. */
export interface FileLimits {
  /** Of one file. */
  readonly maxBytes: number;
  /** Of all files together; the oldest ones go first. */
  readonly maxTotalBytes: number;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_LIMITS: FileLimits = { maxBytes: 10 * MEGABYTE, maxTotalBytes: 200 * MEGABYTE };

/** Types that a browser may show by itself. Anything else (HTML, SVG, …) could run scripts on the page's origin. */
const SHOWN_INLINE = /^(?:image\/(?:png|jpeg|gif|webp|avif)|(?:audio|video)\/[\w.+-]+|text\/plain)$/;

/** The service that `HttpMediaStore` speaks to, in memory. */
export function createFileRoutes(limits: Partial<FileLimits> = {}): { routes: Hono; count: () => number } {
  const { maxBytes, maxTotalBytes } = { ...DEFAULT_LIMITS, ...limits };
  const files = new Map<string, StoredFile>();
  const routes = new Hono();

  routes.post(
    '/',
    bodyLimit({ maxSize: maxBytes, onError: (c) => c.json({ error: 'the file is too large' }, 413) }),
    async (c) => {
      const bytes = await c.req.arrayBuffer();
      const id = randomUUID();
      const contentType = c.req.header('content-type') ?? 'application/octet-stream';
      files.set(id, { bytes, contentType, name: fileName(c.req.header('x-file-name')) });
      dropOldest(files, maxTotalBytes);
      return c.json({ id }, 201);
    },
  );
  routes.get('/:id/url', (c) => {
    const { id } = c.req.param();
    const file = files.get(id);
    return file ? c.json({ url: `../${id}/${encodeURIComponent(file.name)}` }) : c.json({ error: 'no such file' }, 404);
  });
  routes.get('/:id/:name', (c) => {
    const file = files.get(c.req.param('id'));
    return file ? new Response(file.bytes, { headers: headersOf(file) }) : c.json({ error: 'no such file' }, 404);
  });
  return { routes, count: () => files.size };
}

function fileName(header: string | undefined): string {
  try {
    const name = decodeURIComponent(header ?? '');
    // "url" is the other route, and browsers resolve dots away.
    return ['', '.', '..', 'url'].includes(name) ? 'file' : name;
  } catch {
    return 'file';
  }
}

function headersOf({ contentType, name }: StoredFile): Record<string, string> {
  const [type = ''] = contentType.split(';');
  const disposition = SHOWN_INLINE.test(type.trim().toLowerCase()) ? 'inline' : 'attachment';
  return {
    'content-type': contentType,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percentEncoded)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  };
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function dropOldest(files: Map<string, StoredFile>, maxTotalBytes: number): void {
  let total = 0;
  for (const { bytes } of files.values()) total += bytes.byteLength;
  for (const [id, { bytes }] of files) {
    if (total <= maxTotalBytes) return;
    files.delete(id);
    total -= bytes.byteLength;
  }
}
