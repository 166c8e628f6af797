import type * as t from '@babel/types';
import type { Script } from '../languages/script.js';
import { endOf, isMember, memberName, type Node, startOf, stringOf, type Tree } from '../languages/tree.js';
import { parseSpecifier, type SdkModule } from './sdk-modules.js';

export type ReferenceKind =
  'import' | 'export' | 'import-equals' | 'require' | 'dynamic' | 'type' | 'declare' | 'mock' | 'comment' | 'string';

/** A place where a module is named. */
export interface ModuleName<Module> {
  readonly kind: ReferenceKind;
  readonly specifier: string;
  readonly module: Module;
  /** Of the specifier, without its quotes. */
  readonly start: number;
  readonly end: number;
  /** What names it: the declaration, the call, the type. For comments the file. */
  readonly node: Node;
}

/** A place where the module of an SDK is named. */
export type ModuleReference = ModuleName<SdkModule>;

/** Every place where a script names the module of an SDK. */
export function moduleReferences(script: Script): ModuleReference[] {
  return namesOfModules(script, parseSpecifier);
}

/** Every place where a script names a module that `parse` understands. */
export function namesOfModules<Module>(
  script: Script,
  parse: (specifier: string) => Module | undefined,
): ModuleName<Module>[] {
  const found: ModuleName<Module>[] = [];
  for (const node of script.tree.nodes) {
    const specifier = stringOf(node);
    const module = specifier === undefined ? undefined : parse(specifier);
    if (specifier === undefined || !module) continue;
    const { kind, owner } = roleOf(script.tree, node);
    found.push({ kind, specifier, module, start: startOf(node) + 1, end: endOf(node) - 1, node: owner });
  }
  return [...found, ...commentReferences(script, parse)];
}

function roleOf(tree: Tree, literal: Node): { kind: ReferenceKind; owner: Node } {
  const parent = tree.parentOf(literal);
  switch (parent?.type) {
    case 'ImportDeclaration':
      return { kind: 'import', owner: parent };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { kind: 'export', owner: parent };
    case 'TSExternalModuleReference':
      return { kind: 'import-equals', owner: tree.parentOf(parent) ?? parent };
    case 'TSImportType':
      return { kind: 'type', owner: parent };
    case 'TSModuleDeclaration':
      return { kind: 'declare', owner: parent };
    case 'ImportExpression':
      return { kind: 'dynamic', owner: parent };
    case 'CallExpression':
    case 'OptionalCallExpression':
      if (parent.arguments[0] === literal) return roleInCall(parent);
  }
  return { kind: 'string', owner: literal };
}

const MOCKS =
  /^(?:mock|doMock|unmock|dontMock|doUnmock|setMock|deepUnmock|unstable_mockModule|requireActual|requireMock|createMockFromModule|genMockFromModule|importActual|importMock)$/;

function roleInCall(call: t.CallExpression | t.OptionalCallExpression): { kind: ReferenceKind; owner: Node } {
  const { callee } = call;
  if (callee.type === 'Import') return { kind: 'dynamic', owner: call };
  if (callee.type === 'Identifier' && callee.name === 'require') return { kind: 'require', owner: call };
  if (isMember(callee) && callee.object.type === 'Identifier') {
    const name = memberName(callee) ?? '';
    if (callee.object.name === 'require' && name === 'resolve') return { kind: 'require', owner: call };
    if (['jest', 'vi', 'vitest'].includes(callee.object.name) && MOCKS.test(name)) return { kind: 'mock', owner: call };
  }
  return { kind: 'string', owner: call };
}

/** Types in JSDoc, and `/// <reference types="…" />`. */
function* commentReferences<Module>(
  script: Script,
  parse: (specifier: string) => Module | undefined,
): Generator<ModuleName<Module>> {
  const pattern = /(?:import\(\s*['"]|<reference\s+types\s*=\s*['"])([^'"]+)['"]/g;
  for (const comment of script.comments) {
    for (const match of comment.value.matchAll(pattern)) {
      const specifier = match[1] ?? '';
      const module = parse(specifier);
      if (!module) continue;
      // After the two characters that open a comment.
      const start = (comment.start ?? 0) + 2 + match.index + match[0].length - 1 - specifier.length;
      yield { kind: 'comment', specifier, module, start, end: start + specifier.length, node: script.root };
    }
  }
}
