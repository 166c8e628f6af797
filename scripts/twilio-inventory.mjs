// Lists what `@twilio/conversations` offers, as its declarations say: every exported name with its public members and
// events. The support table is compared with this list.
//
//   node scripts/twilio-inventory.mjs [file]     writes JSON to the file, or prints it
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const PACKAGE = '@twilio/conversations';
const PRINTED = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** @returns the inventory; the same for the same version of the package */
export function inventory() {
  const manifestFile = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const entry = join(dirname(manifestFile), manifest.types);
  const program = ts.createProgram([entry], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
    typeRoots: [fileURLToPath(new URL('../node_modules/@types', import.meta.url))],
  });
  const source = program.getSourceFile(entry);
  // Members would be missing where a type cannot be found.
  const [problem] = program.getSemanticDiagnostics(source);
  if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  const checker = program.getTypeChecker();
  const names = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const exports = names.map((symbol) => describeExport(checker, symbol)).sort(byId);
  return { package: PACKAGE, version: manifest.version, exports };
}

function describeExport(checker, exported) {
  const isAlias = exported.flags & ts.SymbolFlags.Alias;
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
  const { name } = exported;
  if (symbol.flags & ts.SymbolFlags.Class) return { id: name, ...describeClass(checker, symbol, name) };
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const isInterface = Boolean(symbol.flags & ts.SymbolFlags.Interface);
  const isObject = Boolean(type.flags & ts.TypeFlags.Object) && !checker.isArrayType(type);
  const fields = isObject ? type.getProperties() : [];
  return {
    id: name,
    kind: isInterface ? 'interface' : 'type',
    ...(type.isUnion() && { oneOf: type.types.map((part) => print(checker, part)).sort() }),
    members: fields.map((field) => describeMember(checker, field, `${name}#${field.name}`)).sort(byId),
  };
}

/** The ids are `Client.create` for statics, `Client#getUser` for members of objects and `Client:messageAdded` for events. */
function describeClass(checker, symbol, name) {
  const declaration = symbol.declarations.find(ts.isClassDeclaration);
  const isOwn = (member) => member.declarations?.some((part) => part.parent === declaration) && isPublic(member);
  const objectType = checker.getDeclaredTypeOfSymbol(symbol);
  const properties = objectType.getProperties();
  const statics = checker.getTypeOfSymbol(symbol).getProperties();
  const members = [
    ...statics.filter(isOwn).map((member) => describeMember(checker, member, `${name}.${member.name}`)),
    ...properties.filter(isOwn).map((member) => describeMember(checker, member, `${name}#${member.name}`)),
  ];
  const base = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const inherited = properties.filter((member) => !isOwn(member) && isPublic(member) && !isSymbolNamed(member));
  return {
    kind: 'class',
    ...(base && { extends: base.expression.getText() }),
    members: members.sort(byId),
    ...(base && { inherited: inherited.map((member) => member.name).sort() }),
    ...(base?.expression.getText() === 'ReplayEventEmitter' && { events: describeEvents(checker, base, name) }),
  };
}

function describeEvents(checker, base, name) {
  const events = checker.getTypeFromTypeNode(base.typeArguments[0]).getProperties();
  return events
    .map((event) => ({ id: `${name}:${event.name}`, listener: print(checker, checker.getTypeOfSymbol(event)) }))
    .sort(byId);
}

function describeMember(checker, member, id) {
  const { flags } = member;
  const tags = member.getJsDocTags(checker).map((tag) => tag.name);
  const isAccessor = Boolean(flags & ts.SymbolFlags.Accessor);
  const isReadonly = isAccessor
    ? !(flags & ts.SymbolFlags.SetAccessor)
    : hasModifier(member, ts.ModifierFlags.Readonly);
  const kind = flags & ts.SymbolFlags.Method ? 'method' : isAccessor ? 'accessor' : 'property';
  return {
    id,
    kind,
    type: print(checker, checker.getTypeOfSymbol(member)),
    ...(isReadonly && { readonly: true }),
    ...(flags & ts.SymbolFlags.Optional && { optional: true }),
    ...(tags.includes('deprecated') && { deprecated: true }),
    // Public for the compiler only: used between the original's own modules.
    ...((tags.includes('internal') || member.name.startsWith('_')) && { internal: true }),
  };
}

function isPublic(member) {
  if (member.name === 'prototype' || member.name.includes('#')) return false;
  return !hasModifier(member, ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
}

function hasModifier(member, modifiers) {
  return (member.declarations ?? []).some((part) => ts.getCombinedModifierFlags(part) & modifiers);
}

const isSymbolNamed = (member) => member.name.startsWith('__@');

/** Without the places of files, which differ from machine to machine. */
function print(checker, type) {
  return checker.typeToString(type, undefined, PRINTED).replace(/import\("[^"]*"\)\./g, '');
}

const byId = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `${JSON.stringify(inventory(), null, 2)}\n`;
  if (process.argv[2]) writeFileSync(process.argv[2], text);
  else process.stdout.write(text);
}
