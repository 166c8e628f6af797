import { readFile } from 'node:fs/promises';

/** One file of the page, in memory. */
export interface PageAsset {
  readonly path: string;
  readonly contentType: string;
  readonly content: string;
}

const FILES = [
  { path: '/', file: 'index.html', contentType: 'text/html; charset=utf-8' },
  { path: '/style.css', file: 'style.css', contentType: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'page.js', contentType: 'text/javascript; charset=utf-8' },
] as const;

/**
 * Reads the page that the build put into the folder.
 *
 * @throws Error when the page has not been built.
 */
export async function loadPageAssets(folder: URL): Promise<PageAsset[]> {
  try {
    return await Promise.all(
      FILES.map(async ({ path, file, contentType }) => {
        return { path, contentType, content: await readFile(new URL(file, folder), 'utf8') };
      }),
    );
  } catch (cause) {
    throw new Error('unable to start the demo; its page is missing. Run "npm run build" first', { cause });
  }
}
