import type { BrowserContext, Page } from 'playwright-core';
import type { ExchangedToken } from '../../src/connect/index.js';
import { type Bundle, readBundle, type SiteFile } from './stage-site.js';

/** One page, and what is said to it before its scripts run. */
export interface StagePage {
  /** A whole document, or what is in its body. */
  readonly html: string;
  /** Built scripts that its head loads. */
  readonly scripts?: readonly Bundle[];
  /** Files beside the page, by their paths. */
  readonly files?: Readonly<Record<string, SiteFile>>;
  /** Scripts of other sites, by their addresses, and the built ones that are answered in their place. */
  readonly replace?: Readonly<Record<string, Bundle>>;
  /**
   * For the global `rethreadOptions`, as plain data; added to what the stage says itself: `endpoint`, `identities` and `media`.
   * `undefined` takes one of these away.
   */
  readonly glue?: Readonly<Record<string, unknown>>;
  /** Makes `exchangeToken`: the tokens of the former provider, and what they are exchanged for. All others get none. */
  readonly exchange?: Readonly<Record<string, ExchangedToken>>;
  /** Functions for `rethreadOptions` that run here: `joinConversation`, `openOneToOne`, … Arguments and results are plain data. */
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
}

/** A page in a browser context of its own. */
export interface OpenPage {
  readonly page: Page;
  /** What was thrown in the page and not caught. */
  readonly complaints: readonly string[];
  /** The lines of its console. */
  readonly logs: readonly string[];
  /** Requests to other machines, which are refused. */
  readonly foreign: readonly string[];
  close(): Promise<void>;
}

/** Everything but this machine. */
const FOREIGN = /^https?:\/\/(?!127\.0\.0\.1[:/])/;

/** The document that is served: one without scripts of ours as it is. */
export function documentOf({ html, scripts = [] }: StagePage): string {
  const head = scripts.map((name) => `<script src="/${name}.global.js"></script>`).join('');
  if (!/<html|<!doctype/i.test(html))
    return `<!doctype html><html><head><meta charset="utf-8">${head}</head><body>${html}</body></html>`;
  if (head !== '' && !/<head[^>]*>/i.test(html)) throw new Error('unable to add scripts; the document has no <head>');
  return html.replace(/<head[^>]*>/i, (tag) => tag + head);
}

/** Opens what the site serves at this address. */
export async function openPage(context: BrowserContext, url: string, content: StagePage): Promise<OpenPage> {
  const [complaints, logs, foreign]: string[][] = [[], [], []];
  await context.route(FOREIGN, async (route) => {
    foreign!.push(route.request().url());
    await route.abort();
  });
  for (const [address, bundle] of Object.entries(content.replace ?? {})) {
    const body = Buffer.from(await readBundle(bundle));
    await context.route(exactly(address), (route) =>
      route.fulfill({ body, contentType: 'text/javascript; charset=utf-8' }),
    );
  }
  await setOptions(context, content);
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints!.push(message));
  page.on('console', (line) => logs!.push(line.text()));
  await page.goto(url);
  return { page, complaints: complaints!, logs: logs!, foreign: foreign!, close: () => context.close() };
}

/** Playwright reads wildcards in texts. */
const exactly = (address: string): RegExp => new RegExp(`^${address.replaceAll(/[^\w/]/g, '\\$&')}$`);

async function setOptions(context: BrowserContext, { glue = {}, exchange, functions = {} }: StagePage): Promise<void> {
  for (const [name, run] of Object.entries(functions)) await context.exposeFunction(`stage_${name}`, run);
  await context.addInitScript(
    ({ glue, exchange, names }) => {
      const world = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
      const options: Record<string, unknown> = { ...glue };
      if (exchange)
        options['exchangeToken'] = (token: string) =>
          Promise.resolve(Object.hasOwn(exchange, token) ? exchange[token] : '');
      for (const name of names) options[name] = (...args: unknown[]) => world[`stage_${name}`]!(...args);
      Object.assign(globalThis, { rethreadOptions: options });
    },
    { glue, exchange, names: Object.keys(functions) },
  );
}
