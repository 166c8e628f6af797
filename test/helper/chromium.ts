import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM } from './chromium-options.js';

/** Starts the installed Chromium; close it in `afterAll`. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(CHROMIUM);
}
