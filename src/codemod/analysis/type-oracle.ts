import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as TypeScript from 'typescript';
import type { Source } from '../source.js';
import { endOf, type Node, startOf } from '../languages/tree.js';
import { objectNamed, type SdkObject } from './kinds.js';
import type { Sdk } from './sdk-modules.js';

/** What the compiler says of an expression: an object of the SDK, something else, or (`undefined`) nothing. */
export type TypeOf = (node: Node) => SdkObject | 'other' | undefined;

/** Knows types of files; `undefined` for files that it knows nothing about. */
export type TypeOracle = (source: Source) => TypeOf | undefined;

type Ts = typeof TypeScript;

interface Project {
  readonly ts: Ts;
  readonly program: TypeScript.Program;
}

const SDK_FILE = /[\\/]node_modules[\\/](@twilio[\\/]conversations|twilio-chat|rethread)[\\/]/;

/**
 * Asks the app's own TypeScript, where there is one: with a `tsconfig.json` above the file, and the SDK's types installed.
 * Programs are made when a file first needs them.
 */
export function askTypeScript(): TypeOracle {
  const projects = new Map<string, readonly Project[]>();
  return (source) => {
    if (!/\.[cm]?[jt]sx?$/.test(source.path)) return undefined;
    const config = configAbove(dirname(source.path));
    if (config === undefined) return undefined;
    let known = projects.get(config);
    if (!known) projects.set(config, (known = openProjects(config)));
    for (const { ts, program } of known) {
      const file = program.getSourceFile(source.path);
      if (file) return typesOf(ts, program, file, source.text.startsWith('\uFEFF') ? 1 : 0);
    }
    return undefined;
  };
}

function configAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const config = join(at, 'tsconfig.json');
    if (existsSync(config)) return config;
    if (dirname(at) === at) return undefined;
  }
}

function openProjects(config: string): Project[] {
  const ts = typeScriptOf(dirname(config));
  if (!ts || !hasSdkTypes(dirname(config))) return [];
  try {
    return programsOf(ts, config);
  } catch {
    // Whatever is wrong with the configuration, the app's own build tells; we go on without types.
    return [];
  }
}

/** The TypeScript that the app compiles with. */
function typeScriptOf(folder: string): Ts | undefined {
  try {
    const ts = createRequire(join(folder, 'package.json'))('typescript') as Partial<Ts>;
    return typeof ts.createProgram === 'function' ? (ts as Ts) : undefined;
  } catch {
    return undefined;
  }
}

function hasSdkTypes(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const found = ['@twilio/conversations', 'twilio-chat', 'rethread'].some((name) =>
      existsSync(join(at, 'node_modules', name, 'package.json')),
    );
    if (found) return true;
    if (dirname(at) === at) return false;
  }
}

/** One for the configuration, and one for each that it refers to, as Angular's and Vite's do. */
function programsOf(ts: Ts, config: string): Project[] {
  const host: TypeScript.ParseConfigFileHost = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, { noEmit: true, skipLibCheck: true }, host);
  if (!parsed) return [];
  const { fileNames, options, projectReferences } = parsed;
  const own = fileNames.length > 0 ? [{ ts, program: ts.createProgram(fileNames, options) }] : [];
  const referred = (projectReferences ?? []).flatMap((reference) =>
    programsOf(ts, ts.resolveProjectReferencePath(reference)),
  );
  return [...own, ...referred];
}

/** The types of everything in a file that members are taken from. */
function typesOf(ts: Ts, program: TypeScript.Program, file: TypeScript.SourceFile, shift: number): TypeOf {
  const checker = program.getTypeChecker();
  const known = new Map<string, SdkObject | 'other'>();
  const add = (node: TypeScript.Node): void => {
    const kind = kindOf(ts, checker, checker.getTypeAtLocation(node));
    if (kind) known.set(`${node.getStart(file) + shift}:${node.end + shift}`, kind);
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      add(node.expression);
      let inner: TypeScript.Node = node.expression;
      while (ts.isParenthesizedExpression(inner)) add((inner = inner.expression));
    } else if (ts.isObjectBindingPattern(node)) add(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return (node) => known.get(`${startOf(node)}:${endOf(node)}`);
}

function kindOf(ts: Ts, checker: TypeScript.TypeChecker, type: TypeScript.Type): SdkObject | 'other' | undefined {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return undefined;
  const plain = checker.getNonNullableType(type);
  for (const part of plain.isUnionOrIntersection() ? plain.types : [plain]) {
    if (part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return undefined;
    const object = sdkObject(checker, part);
    if (object) return object;
  }
  return 'other';
}

function sdkObject(checker: TypeScript.TypeChecker, type: TypeScript.Type): SdkObject | undefined {
  const candidates = [type, ...basesOf(checker, type)];
  for (const candidate of candidates) {
    const symbol = candidate.getSymbol();
    const declaration = symbol?.declarations?.[0];
    const match = declaration && SDK_FILE.exec(declaration.getSourceFile().fileName);
    if (!symbol || !match) continue;
    // The class itself, `typeof Client`, is no object of it.
    if (candidate.getConstructSignatures().length > 0) return undefined;
    const sdk: Sdk = match[1] === 'twilio-chat' ? 'chat' : 'conversations';
    const object = objectNamed(symbol.getName(), sdk);
    if (object) return object;
  }
  return undefined;
}

function basesOf(checker: TypeScript.TypeChecker, type: TypeScript.Type): TypeScript.Type[] {
  if (!type.isClassOrInterface()) return [];
  return checker.getBaseTypes(type);
}
