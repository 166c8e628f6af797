import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { bundlePage } from '../helper/bundle-page.js';
import { launchChromium } from '../helper/chromium.js';
import { type OpenSession, testRealtimeTransport } from '../helper/realtime-transport-suite.js';
import type { TransportsPage } from './realtime-transports.page.js';

declare const transports: TransportsPage;

let browser: Browser;
let site: Server;
let page: Page;

beforeAll(async () => {
  const script = await bundlePage(new URL('realtime-transports.page.ts', import.meta.url));
  site = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: script });
});

afterAll(async () => {
  await browser.close();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

const open =
  (transport: 'push' | 'polling'): OpenSession =>
  async (user) => {
    const id = await page.evaluate((options) => transports.open(options), { ...user, transport });
    return {
      start: () => page.evaluate((n) => transports.start(n), id),
      pause: () => page.evaluate((n) => transports.pause(n), id),
      stop: () => page.evaluate((n) => transports.stop(n), id),
      lines: () => page.evaluate((n) => transports.lines(n), id),
    };
  };

testRealtimeTransport('push in a browser', open('push'));
testRealtimeTransport('polling in a browser', open('polling'));
