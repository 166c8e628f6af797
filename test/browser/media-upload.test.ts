/** An upload from a page, straight to the storage: XMLHttpRequest, CORS of Azurite, progress, cancel. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContainerClient } from '@azure/storage-blob';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { azureBlobMedia } from '../../src/server/media/index.js';
import { allowPages, type Azurite, startAzurite } from '../helper/azurite.js';
import { bundlePage } from '../helper/bundle-page.js';
import { launchChromium } from '../helper/chromium.js';
import { type MiniCompanion, startMiniCompanion } from '../helper/mini-companion.js';
import type { MediaPage, UploadResult } from './media-upload.page.js';

const SIZE = 5 * 1024 * 1024;
const THREAD = '19:one@thread.v2';

describe('media from a page', () => {
  let azurite: Azurite;
  let container: ContainerClient;
  let companion: MiniCompanion;
  let site: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    azurite = await startAzurite();
    container = azurite.newContainer();
    const { connectionString } = azurite;
    companion = await startMiniCompanion(
      azureBlobMedia({ connectionString, container: container.containerName, createContainer: true }),
    );
    const script = await bundlePage(new URL('media-upload.page.ts', import.meta.url));
    site = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><script>${script.replaceAll('</script', '<\\/script')}</script>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  });

  afterAll(async () => {
    await browser.close();
    site.close();
    await companion.stop();
    await azurite.stop();
  });

  const upload = (): Promise<UploadResult> =>
    page.evaluate(
      ([url, thread, size]) => (globalThis as unknown as { media: MediaPage }).media.upload(url, thread, size),
      [companion.url, THREAD, SIZE] as const,
    );

  it('is refused by the storage without a CORS rule, and the error says so', async () => {
    await expect(upload()).rejects.toThrow(/CORS rule/);
  });

  it('goes to the storage with progress, and comes back from there', async () => {
    await allowPages(azurite.service);
    const { url, progress } = await upload();
    expect(new URL(url).origin).not.toBe(new URL(companion.url).origin);
    expect(progress.at(-1)).toBe(SIZE);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    // More than the end: XMLHttpRequest told of the way there.
    expect(progress.length).toBeGreaterThan(1);
    const size = await page.evaluate(
      (address) => (globalThis as unknown as { media: MediaPage }).media.readable(address),
      url,
    );
    expect(size).toBe(SIZE);
  });

  it('leaves nothing when it is cancelled on its way', async () => {
    await allowPages(azurite.service);
    const before = await count();
    const outcome = await page.evaluate(
      ([url, thread, size]) => (globalThis as unknown as { media: MediaPage }).media.cancel(url, thread, size),
      [companion.url, THREAD, SIZE] as const,
    );
    expect(outcome).toBe('cancelled');
    await vi.waitFor(async () => expect(await count()).toBe(before), { timeout: 10_000 });
  });

  async function count(): Promise<number> {
    let blobs = 0;
    for await (const { name } of container.listBlobsFlat()) if (name) blobs++;
    return blobs;
  }
});
