import type * as t from '@babel/types';
import { type ModuleReference, moduleReferences } from '../analysis/module-references.js';
import { VIDEO_PACKAGE } from '../analysis/sdk-modules.js';
import { OTHER_SDKS } from '../data/other-sdks.js';
import type { Document } from '../document.js';
import type { Script } from '../languages/script.js';
import { endOf, isMember, memberName, startOf, stringOf } from '../languages/tree.js';
import { otherSdksIn } from '../other-sdks.js';
import { isExported } from '../support.js';
import { type Step, type StepContext, StepWork } from './step.js';

const TARGET = 'rethread';

/** `@twilio/conversations` → `rethread`, wherever a script names the module; the default export becomes `{ Client }`. */
export const imports: Step = (context) => {
  const work = new StepWork();
  for (const script of context.document.scripts) {
    for (const reference of moduleReferences(script)) {
      if (reference.module.sdk === 'conversations' && !reference.module.isMigrated) {
        rewrite(work, context, script, reference);
      }
    }
    explainVideo(work, script);
  }
  explainOthers(work, context.document);
  return work;
};

function rewrite(work: StepWork, context: StepContext, script: Script, reference: ModuleReference): void {
  if (staysWithFlex(context, reference)) {
    return work.remark(
      'info',
      reference.start,
      'left alone: objects of Twilio Flex keep the types of Twilio’s SDK, and this import brings types only',
    );
  }
  switch (reference.kind) {
    case 'import':
      return rewriteImport(work, reference, reference.node as t.ImportDeclaration);
    case 'export':
      return rewriteExport(work, reference, reference.node as t.ExportNamedDeclaration);
    case 'declare':
      return rewriteDeclaration(work, script, reference);
    case 'require':
    case 'dynamic':
      return rewriteCall(work, script, reference);
    case 'type':
      return rewriteType(work, reference, reference.node as t.TSImportType);
    case 'import-equals':
    case 'comment':
      return replaceSpecifier(work, reference);
    case 'mock':
      return; // the step `mocks`
    case 'string':
      if (!isInJestMock(context)) {
        work.remark(
          'by-hand',
          reference.start,
          `the string "${reference.specifier}" may name the module; decide by hand`,
        );
      }
  }
}

/** Configuration files belong to the step `package-json`. */
function isInJestMock({ document }: StepContext): boolean {
  return /(?:^|\/)[\w.-]*config[\w.-]*\.[cm]?[jt]s$/.test(document.source.name);
}

function replaceSpecifier(work: StepWork, { start, end }: ModuleReference): void {
  work.replace(start, end, TARGET);
}

function staysWithFlex({ package: owner, document }: StepContext, { kind, node }: ModuleReference): boolean {
  if (!owner.isFlex && !document.source.text.includes('@twilio/flex-ui')) return false;
  if (kind === 'type' || kind === 'comment' || kind === 'declare') return true;
  if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') return node.exportKind === 'type';
  return node.type === 'ImportDeclaration' && isTypeOnly(node);
}

function isTypeOnly(node: t.ImportDeclaration): boolean {
  if (node.importKind === 'type') return true;
  return (
    node.specifiers.length > 0 &&
    node.specifiers.every((specifier) => specifier.type === 'ImportSpecifier' && specifier.importKind === 'type')
  );
}

function rewriteImport(work: StepWork, reference: ModuleReference, node: t.ImportDeclaration): void {
  const unknown = node.specifiers.flatMap((specifier) => {
    if (specifier.type !== 'ImportSpecifier') return [];
    const name = importedName(specifier);
    return isExported(name) || name === 'default' ? [] : [name];
  });
  if (unknown.length > 0) return leaveForHand(work, reference, unknown);
  const first = node.specifiers[0];
  if (first?.type === 'ImportDefaultSpecifier' && !rewriteDefault(work, reference, node, first)) return;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportSpecifier' && importedName(specifier) === 'default') {
      work.replace(startOf(specifier.imported), endOf(specifier.imported), 'Client');
    }
  }
  replaceSpecifier(work, reference);
}

function importedName({ imported }: t.ImportSpecifier): string {
  return imported.type === 'Identifier' ? imported.name : imported.value;
}

/** rethread has named exports only. */
function rewriteDefault(
  work: StepWork,
  reference: ModuleReference,
  node: t.ImportDeclaration,
  specifier: t.ImportDefaultSpecifier,
): boolean {
  const exported = defaultExportOf(reference);
  const [, second] = node.specifiers;
  if (exported === undefined || second?.type === 'ImportNamespaceSpecifier') {
    work.remark('by-hand', startOf(node), `rethread has no default export; name what you import, from '${TARGET}'`);
    return false;
  }
  const local = specifier.local.name;
  const named = local === exported ? exported : `${exported} as ${local}`;
  if (second) work.replace(startOf(specifier), startOf(second), `{ ${named}, `);
  else work.replace(startOf(specifier), endOf(specifier), `{ ${named} }`);
  return true;
}

/** Of the package, `Client`; of `lib/conversation`, `Conversation`. */
export function defaultExportOf({ module }: Pick<ModuleReference, 'module'>): string | undefined {
  if (module.form === 'root') return 'Client';
  const base = module.file.split('/').at(-1) ?? '';
  const name = base.charAt(0).toUpperCase() + base.slice(1);
  return isExported(name) ? name : undefined;
}

function leaveForHand(work: StepWork, { start }: ModuleReference, unknown: readonly string[]): void {
  const names = unknown.join(', ');
  work.remark(
    'by-hand',
    start,
    `left alone: ${names} is no public name of the SDK (3.0.1) or of rethread; remove it, then run again`,
  );
}

function rewriteExport(
  work: StepWork,
  reference: ModuleReference,
  node: t.ExportNamedDeclaration | t.ExportAllDeclaration,
): void {
  if (node.type === 'ExportAllDeclaration') return replaceSpecifier(work, reference);
  const names = node.specifiers.flatMap((specifier) => (specifier.type === 'ExportSpecifier' ? [specifier.local] : []));
  const unknown = names.map(({ name }) => name).filter((name) => !isExported(name) && name !== 'default');
  if (unknown.length > 0) return leaveForHand(work, reference, unknown);
  for (const local of names.filter(({ name }) => name === 'default')) {
    const exported = defaultExportOf(reference) ?? 'Client';
    work.replace(startOf(local), endOf(local), exported);
  }
  replaceSpecifier(work, reference);
}

/** In a module, it adds to the types of the package. Elsewhere it is all the types there are, and would hide rethread's. */
function rewriteDeclaration(work: StepWork, script: Script, reference: ModuleReference): void {
  if (!script.isModule) {
    return work.remark(
      'by-hand',
      reference.start,
      'left alone: this declares the whole module by hand; delete it, rethread brings its own types',
    );
  }
  replaceSpecifier(work, reference);
  work.remark(
    'check',
    reference.start,
    'what is declared here is added to rethread’s types: check that rethread has it',
  );
}

function rewriteCall(work: StepWork, script: Script, reference: ModuleReference): void {
  const around = script.tree.parentOf(reference.node);
  if (around && isMember(around) && around.object === reference.node && memberName(around) === 'default') {
    const { property } = around;
    const exported = defaultExportOf(reference) ?? 'Client';
    if (property.type === 'Identifier' && !around.computed) work.replace(startOf(property), endOf(property), exported);
  } else if (reference.module.form === 'lib') {
    return work.remark(
      'by-hand',
      reference.start,
      `left alone: a file inside the package; take it from '${TARGET}' by name`,
    );
  }
  replaceSpecifier(work, reference);
}

function rewriteType(work: StepWork, reference: ModuleReference, node: t.TSImportType): void {
  const name = node.qualifier?.type === 'Identifier' ? node.qualifier.name : undefined;
  if (name === 'default') {
    const exported = defaultExportOf(reference);
    if (exported === undefined || !node.qualifier) return leaveForHand(work, reference, ['default']);
    work.replace(startOf(node.qualifier), endOf(node.qualifier), exported);
  } else if (name !== undefined && !isExported(name)) return leaveForHand(work, reference, [name]);
  replaceSpecifier(work, reference);
}

/** One line a file, and which one depends on how the app uses what it imports: a finding of the scanner says more. */
function explainOthers(work: StepWork, document: Document): void {
  for (const { kind, start, package: name } of otherSdksIn(document)) {
    const sdk = OTHER_SDKS[name];
    if (sdk && kind !== 'dependency') work.remark('info', start, `left alone: this is ${sdk.title}; ${sdk.change}`);
  }
}

function explainVideo(work: StepWork, script: Script): void {
  for (const node of script.tree.nodes) {
    if (stringOf(node) !== VIDEO_PACKAGE || !isModuleName(script, node)) continue;
    work.remark(
      'info',
      startOf(node),
      `left alone: the package "${VIDEO_PACKAGE}" is Twilio’s retired SDK for video, not the one for chat`,
    );
  }
}

function isModuleName(script: Script, node: t.Node): boolean {
  const parent = script.tree.parentOf(node);
  return parent?.type === 'ImportDeclaration' || parent?.type === 'CallExpression';
}
