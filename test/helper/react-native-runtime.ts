import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { WebSocket } from 'ws';
import type * as rethread from '../../src/index.js';

/** What the official client's build for React Native takes from the platform. */
const PLATFORM = "export const Platform = { OS: 'android', Version: 34, constants: { reactNativeVersion: {} } };";

const nativePlatform: Plugin = {
  name: 'native-platform',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-native$/ }, () => ({ path: 'react-native', namespace: 'native' }));
    onLoad({ filter: /./, namespace: 'native' }, () => ({ contents: PLATFORM }));
  },
};

/** Metro heeds `browser` in package.json, as bundlers for pages do. */
const browserField: Plugin = {
  name: 'browser-field',
  setup: ({ onResolve }) => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const { browser } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { browser: Record<string, string> };
    onResolve({ filter: /^\.\// }, ({ path, resolveDir }) => {
      const replacement = browser[`./${relative(root, join(resolveDir, path))}`];
      return replacement === undefined ? undefined : { path: join(root, replacement) };
    });
  },
};

/** The built package as Metro bundles it: the files for React Native where a package has some. */
export async function bundleForReactNative(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'rethread'", resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    conditions: ['react-native'],
    mainFields: ['react-native', 'browser', 'module', 'main'],
    plugins: [nativePlatform, browserField],
    define: { 'process.env.NODE_ENV': '"production"' },
    // This repository's own settings lead to the sources.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

/** React Native's globals, as far as the bundle may use them: no `window`, no `document`, no `location`, no `crypto`. */
function nativeGlobals(): Record<string, unknown> {
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, queueMicrotask };
  const web = { fetch, Headers, Request, Response, FormData, Blob, URL, URLSearchParams, AbortController, AbortSignal };
  const texts = { TextEncoder, TextDecoder, btoa, atob };
  return { ...timers, ...web, ...texts, console, performance, WebSocket, XMLHttpRequest: NativeXhr };
}

/** Runs the bundle in a world of its own. @param polyfills - what the app has put there before */
export function runInReactNative(
  bundle: string,
  polyfills: Record<string, unknown>,
): { exports: typeof rethread; globals: string[] } {
  const context = createContext({ ...nativeGlobals(), navigator: { product: 'ReactNative' }, ...polyfills });
  const before = Object.keys(context);
  const module = { exports: {} as typeof rethread };
  const run = runInContext(`(function (module, exports) {${bundle}\n})`, context) as (...args: unknown[]) => void;
  run(module, module.exports);
  const added = Object.keys(context).filter((name) => !before.includes(name));
  return { exports: module.exports, globals: added };
}

/** As much of React Native's XMLHttpRequest as the official client and its socket use, on top of fetch. */
class NativeXhr extends EventTarget {
  static readonly HEADERS_RECEIVED = 2;
  static readonly DONE = 4;
  readonly upload = new EventTarget();
  withCredentials = false;
  timeout = 0;
  responseType = '';
  readyState = 0;
  status = 0;
  responseText = '';
  onreadystatechange: (() => void) | null = null;
  readonly #headers = new Headers();
  readonly #abort = new AbortController();
  #address = '';
  #method = '';
  #responseHeaders = '';

  open(method: string, address: string): void {
    [this.#method, this.#address, this.readyState] = [method, address, 1];
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getAllResponseHeaders(): string {
    return this.#responseHeaders;
  }

  abort(): void {
    this.#abort.abort();
    this.dispatchEvent(new Event('abort'));
  }

  send(body: string | null): void {
    const request = { method: this.#method, headers: this.#headers, body: body ?? null, signal: this.#abort.signal };
    fetch(this.#address, request)
      .then(async (response) => {
        this.#responseHeaders = [...response.headers].map((header) => header.join(': ')).join('\r\n');
        this.responseText = await response.text();
        this.status = response.status;
        return 'load';
      })
      .catch(() => 'error')
      .then((outcome) => {
        this.readyState = NativeXhr.DONE;
        this.onreadystatechange?.();
        for (const type of ['readystatechange', outcome]) this.dispatchEvent(new Event(type));
      })
      .catch(() => undefined);
  }
}
