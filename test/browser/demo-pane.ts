import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const PATIENCE = { timeout: 20_000, interval: 50 };

/** Waits until the page shows what is expected. */
export const eventually = <T>(read: () => Promise<T>) => expect.poll(read, PATIENCE);

/** The demo in a browser context of its own. */
export interface OpenDemo {
  readonly page: Page;
  /** Everything that the page complained about. */
  readonly problems: readonly string[];
  /** The addresses of the WebSockets that it opened. */
  readonly sockets: readonly string[];
  close(): Promise<void>;
}

export async function openDemo(browser: Browser, url: string): Promise<OpenDemo> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  const problems: string[] = [];
  const sockets: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto(url);
  return { page, problems, sockets, close: () => context.close() };
}

/** One person's pane, as its user sees it. */
export class DemoPane {
  readonly root: Locator;

  constructor(page: Page, identity: string) {
    this.root = page.getByTestId(`pane-${identity}`);
  }

  part(testId: string): Locator {
    return this.root.getByTestId(testId);
  }

  /** The bubble that shows this text. */
  message(text: string): Locator {
    return this.part('message').filter({ has: this.root.page().getByTestId('body').getByText(text, { exact: true }) });
  }

  bodies(): Promise<string[]> {
    return this.part('body').allTextContents();
  }

  async waitUntilReady(): Promise<void> {
    await eventually(() => this.part('connection').textContent()).toBe('Connected');
    await eventually(() => this.root.getAttribute('data-state')).toBe('ready');
  }

  async start(friendlyName: string, uniqueName = ''): Promise<void> {
    await this.part('start-name').fill(friendlyName);
    await this.part('start-unique-name').fill(uniqueName);
    await this.part('start').click();
    await eventually(() => this.part('title').allTextContents()).toEqual([friendlyName]);
  }

  async join(uniqueName: string): Promise<void> {
    await this.part('join-name').fill(uniqueName);
    await this.part('join').click();
  }

  /** Opens the notes where they are closed. */
  async openNotes(): Promise<Locator> {
    if (!(await this.part('notes').isVisible())) await this.part('notes-toggle').click();
    return this.part('notes-text');
  }

  async rename(friendlyName: string): Promise<void> {
    await this.part('change-name').click();
    await this.part('own-name').fill(friendlyName);
    await this.part('save-name').click();
    await eventually(() => this.part('identity').textContent()).toBe(friendlyName);
  }

  async send(text: string): Promise<void> {
    await this.part('input').fill(text);
    await this.part('send').click();
    await eventually(() => this.bodies()).toContain(text);
  }

  async sendPicture(name: string, buffer: Buffer, text: string): Promise<void> {
    await this.sendFile(name, 'image/png', buffer, text);
  }

  async sendFile(name: string, mimeType: string, buffer: Buffer, text: string): Promise<void> {
    await this.part('file').setInputFiles({ name, mimeType, buffer });
    await this.send(text);
  }

  /** Presses one of the buttons that show up when the pointer is on a message. */
  async act(text: string, action: 'reply' | 'edit' | 'delete'): Promise<void> {
    await this.message(text).hover();
    await this.message(text).getByTestId(action).click();
  }
}
