import type { LaunchOptions } from 'playwright-core';

/** The installed Chromium, run so that it works as root and says nothing to anybody else. */
export const CHROMIUM: LaunchOptions & { readonly args: string[] } = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
