import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { readCases } from '../../helper/codemod-case.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Inside the project, so that the compiler finds its packages. */
const folder = join(root, 'node_modules/.cache/rethread/codemod-outputs');

/** Stand-ins for what the cases import besides: their types are none of our business. */
const GLOBALS = `
declare module 'react' {
  export function useState<T>(value: T): [T, (next: T | ((before: T) => T)) => void];
  export function useRef<T>(value: T): { current: T };
  export function useEffect(effect: () => void, on: unknown[]): void;
  const React: any;
  export default React;
}
declare module '@angular/core';
declare module 'vitest' { export const vi: any; }
declare module 'twilio';
declare module 'twilio-conversations';
declare module 'twilio-video';
declare module 'metro-config';
declare module 'my-@twilio/conversations';
declare module 'twilio-chat-client';
declare module '@twilio/conversations-ui';
declare module '@signalwire/js';
declare namespace JSX { interface IntrinsicElements { [name: string]: any } }
declare const jest: { requireActual<T = any>(name: string): T; [name: string]: any };
declare const it: any, expect: any, afterEach: any;
declare const React: any, Twilio: any;
declare const token: any, resolve: any, optionsOf: any;
declare const require: { (name: 'rethread'): typeof import('rethread'); (name: string): any; resolve(name: string): string };
declare const module: any, exports: any, __dirname: string;
interface Window { Twilio?: any }
`;

/** Not compiled: other languages, plugins for Flex and other SDKs (whose types are not installed), and files that say so. */
const LEFT_OUT =
  /^(?:traps\/flex|traps\/names-only|other-sdks\/(?:imports|near-names-are-left)|imports\/flow|imports\/commonjs\/d\.cts|languages\/react-class|mocks\/automock-folder)/;

it(
  'what the codemod writes compiles against rethread, but for the lines that it leaves to people',
  { timeout: 120_000 },
  async () => {
    await rm(folder, { recursive: true, force: true });
    const files = [join(folder, 'globals.d.ts')];
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'globals.d.ts'), GLOBALS);
    const byHand = new Set<string>();
    for (const { name, output, remarks } of await readCases()) {
      for (const [, place = ''] of remarks.matchAll(/^(.+:\d+):\d+ by-hand:/gm)) byHand.add(`${name}/${place}`);
      for (const [file, text] of output) {
        if (!/\.[cm]?[jt]sx?$/.test(file) || LEFT_OUT.test(`${name}/${file}`) || file === 'shim.d.ts') continue;
        const path = join(folder, name, file);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
        files.push(path);
      }
    }
    const program = ts.createProgram(files, {
      strict: true,
      noImplicitAny: false,
      allowJs: true,
      checkJs: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      resolveJsonModule: true,
      jsx: ts.JsxEmit.Preserve,
      experimentalDecorators: true,
      strictPropertyInitialization: false,
      useDefineForClassFields: false,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      paths: { rethread: [join(root, 'src/index.ts')] },
    });
    const problems = files.flatMap((file) => {
      const source = program.getSourceFile(file);
      const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return diagnostics.flatMap(({ messageText, start, code }) => {
        const line = source ? source.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
        const place = `${file.slice(folder.length + 1)}:${line}`;
        if (byHand.has(place)) return [];
        return `${place} TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      });
    });
    expect(files.length).toBeGreaterThan(60);
    expect(problems).toEqual([]);
  },
);
