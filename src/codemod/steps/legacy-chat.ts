import type * as t from '@babel/types';
import { type ModuleReference, moduleReferences } from '../analysis/module-references.js';
import { defaultIsModule, nameOfLibFile } from '../analysis/module-kinds.js';
import type { Use } from '../analysis/uses.js';
import { LEGACY_ADVICE } from '../data/legacy-names.js';
import type { Script } from '../languages/script.js';
import { endOf, isMember, type Node, startOf, stringOf } from '../languages/tree.js';
import { isExported } from '../support.js';
import { type Step, StepWork } from './step.js';

const TARGET = 'rethread';

/** twilio-chat → rethread: the module, and every name that has another one in Conversations. */
export const legacyChat: Step = ({ document, uses }) => {
  const work = new StepWork();
  for (const script of document.scripts) {
    for (const reference of moduleReferences(script)) {
      if (reference.module.sdk === 'chat') rewriteModule(work, script, reference);
    }
    renameGlobals(work, script);
  }
  for (const use of uses) if (use.sdk === 'chat') rename(work, use);
  return work;
};

function rewriteModule(work: StepWork, script: Script, reference: ModuleReference): void {
  const { kind, node, start, end, specifier } = reference;
  switch (kind) {
    case 'import':
      return rewriteImport(work, script, reference, node as t.ImportDeclaration);
    case 'string':
      return work.remark('by-hand', start, `the string "${specifier}" may name the module; decide by hand`);
    case 'declare':
      return work.remark('by-hand', start, 'left alone: types declared for twilio-chat have to be written anew');
    case 'mock':
      work.replace(start, end, TARGET);
      return work.remark('by-hand', start, 'this mock has the names of twilio-chat; give it those of Conversations');
    case 'export':
      return rewriteExport(work, reference, node as t.ExportNamedDeclaration);
    default:
      work.replace(start, end, TARGET);
  }
}

function rewriteImport(
  work: StepWork,
  script: Script,
  { module, start, end }: ModuleReference,
  node: t.ImportDeclaration,
): void {
  const gone = node.specifiers.flatMap((specifier) =>
    specifier.type === 'ImportSpecifier' ? goneName(specifier) : [],
  );
  const [first] = node.specifiers;
  if (first?.type === 'ImportDefaultSpecifier') {
    const local = first.local.name;
    const exported = module.form === 'lib' ? currentName(nameOfLibFile(module.file, 'chat')) : 'Client';
    if (!isExported(exported)) gone.push(exported);
    else if (module.form !== 'lib' && node.specifiers.length === 1 && defaultIsModule(script, { name: local })) {
      work.replace(startOf(first), endOf(first), `* as ${local}`);
    } else {
      const named = local === exported ? exported : `${exported} as ${local}`;
      const second = node.specifiers[1];
      if (second?.type === 'ImportNamespaceSpecifier') gone.push('default');
      else if (second) work.replace(startOf(first), startOf(second), `{ ${named}, `);
      else work.replace(startOf(first), endOf(first), `{ ${named} }`);
    }
  }
  if (gone.length > 0) {
    const advice = gone.map((name) => LEGACY_ADVICE[name] ?? 'remove it').join('; ');
    return work.remark('by-hand', start, `left alone: ${gone.join(', ')} has no counterpart in rethread: ${advice}`);
  }
  for (const specifier of node.specifiers) if (specifier.type === 'ImportSpecifier') renameImported(work, specifier);
  work.replace(start, end, TARGET);
}

function rewriteExport(work: StepWork, { start, end }: ModuleReference, node: t.ExportNamedDeclaration): void {
  for (const specifier of node.specifiers) {
    if (specifier.type !== 'ExportSpecifier') continue;
    const current = currentName(specifier.local.name);
    if (current === specifier.local.name) continue;
    const isAliased = startOf(specifier.local) !== startOf(specifier.exported);
    work.replace(
      startOf(specifier.local),
      endOf(specifier.local),
      isAliased ? current : `${current} as ${specifier.local.name}`,
    );
  }
  work.replace(start, end, TARGET);
}

function goneName({ imported }: t.ImportSpecifier): string[] {
  const name = imported.type === 'Identifier' ? imported.name : imported.value;
  return isExported(currentName(name)) ? [] : [name];
}

function currentName(name: string): string {
  return name === 'Channel' ? 'Conversation' : name === 'Member' ? 'Participant' : name;
}

/** `import { Channel }` → `import { Conversation as Channel }`: the rest of the file keeps its word. */
function renameImported(work: StepWork, { imported, local }: t.ImportSpecifier): void {
  const name = imported.type === 'Identifier' ? imported.name : imported.value;
  const current = currentName(name);
  if (current === name) return;
  if (startOf(imported) === startOf(local)) work.replace(startOf(imported), endOf(imported), `${current} as ${name}`);
  else work.replace(startOf(imported), endOf(imported), current);
}

/** `Twilio.Chat.Client` → `Twilio.Conversations.Client`. */
function renameGlobals(work: StepWork, script: Script): void {
  for (const node of script.tree.nodes) {
    if (!isMember(node) || node.computed || node.property.type !== 'Identifier' || node.property.name !== 'Chat')
      continue;
    if (isGlobalTwilio(node.object, script))
      work.replace(startOf(node.property), endOf(node.property), 'Conversations');
  }
}

function isGlobalTwilio(node: Node, script: Script): boolean {
  if (node.type === 'Identifier') return node.name === 'Twilio' && !script.scopes.lookUp('Twilio', node);
  if (!isMember(node) || node.property.type !== 'Identifier' || node.property.name !== 'Twilio') return false;
  return node.object.type === 'Identifier' && /^(?:window|globalThis|self)$/.test(node.object.name);
}

function rename(work: StepWork, use: Use): void {
  if (use.by === 'name') {
    return work.remark('by-hand', use.start, `left alone: this may be of twilio-chat; if so, it is ${use.id} now`);
  }
  // Imports were done as a whole.
  if (use.tree.parentOf(use.node)?.type === 'ImportSpecifier') return;
  if (use.kind === 'gone') {
    if (use.node.type === 'ObjectProperty' && use.id === 'Conversation#isPrivate') return dropPrivate(work, use);
    const advice = LEGACY_ADVICE[use.id];
    return work.remark(
      'by-hand',
      use.start,
      `${use.id} has no counterpart${advice === undefined ? '' : `; ${advice}`}`,
    );
  }
  if (use.renamed === undefined) return;
  const { node } = use;
  switch (use.kind) {
    case 'event':
      if (stringOf(node) !== undefined) work.replace(startOf(node) + 1, endOf(node) - 1, use.renamed);
      return;
    case 'member':
      return renameMember(work, node, use.renamed);
    case 'name':
      if (node.type === 'Identifier') renameKey(work, use, node);
  }
}

function renameKey(work: StepWork, use: Use, node: Node): void {
  const property = use.tree.parentOf(node);
  if (property?.type === 'ObjectProperty') return renameMember(work, property, use.renamed ?? '');
  work.replace(startOf(node), endOf(node), use.renamed ?? '');
}

/** `channel.getMembers` → `channel.getParticipants`; `{ channel }` → `{ conversation: channel }`. */
export function renameMember(work: StepWork, node: Node, name: string): void {
  if (isMember(node)) {
    const { property } = node;
    if (node.computed) work.replace(startOf(property) + 1, endOf(property) - 1, name);
    else work.replace(startOf(property), endOf(property), name);
  } else if (node.type === 'ObjectProperty') {
    if (node.shorthand) work.replace(startOf(node.key), startOf(node.key), `${name}: `);
    else if (stringOf(node.key) !== undefined) work.replace(startOf(node.key) + 1, endOf(node.key) - 1, name);
    else work.replace(startOf(node.key), endOf(node.key), name);
  }
}

/** Every ACS thread is private: `isPrivate: true` says nothing, `false` cannot be had. */
function dropPrivate(work: StepWork, { node, tree, start }: Use): void {
  if (node.type !== 'ObjectProperty') return;
  if (node.value.type !== 'BooleanLiteral' || !node.value.value) {
    return work.remark('by-hand', start, 'left alone: there are no public channels; people have to be added');
  }
  const object = tree.parentOf(node);
  if (object?.type !== 'ObjectExpression') return;
  const index = object.properties.indexOf(node);
  const next = object.properties[index + 1];
  const before = object.properties[index - 1];
  if (next) work.replace(startOf(node), startOf(next), '');
  else if (before) work.replace(endOf(before), endOf(node), '');
  else work.replace(startOf(node), endOf(node), '');
}
