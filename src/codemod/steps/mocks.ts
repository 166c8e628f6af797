import { dirname, join, relative, sep } from 'node:path';
import type * as t from '@babel/types';
import { moduleReferences } from '../analysis/module-references.js';
import { endOf, type Node, startOf, stringOf } from '../languages/tree.js';
import { isExported } from '../support.js';
import { targetOfFolder } from './mock-moves.js';
import { type Step, type StepContext, StepWork } from './step.js';

/** `jest.mock('@twilio/conversations')` and the like; paths from and into `__mocks__/@twilio/conversations`, which moves. */
export const mocks: Step = (context) => {
  const work = new StepWork();
  for (const script of context.document.scripts) {
    for (const { kind, module, start, end, node } of moduleReferences(script)) {
      if (kind !== 'mock' || module.isMigrated || module.sdk !== 'conversations') continue;
      if (module.form === 'lib') {
        work.remark('by-hand', start, 'left alone: this mocks a file inside the package, which rethread does not have');
        continue;
      }
      work.replace(start, end, 'rethread');
      checkFactory(work, node);
    }
    if (context.moves.all.size > 0) for (const node of script.tree.nodes) followMove(work, context, node, script);
  }
  return work;
};

/** A factory stands in for the whole module: names that rethread does not have were never the SDK's. */
function checkFactory(work: StepWork, call: Node): void {
  if (call.type !== 'CallExpression') return;
  const factory = call.arguments[1];
  const made = factory?.type === 'ArrowFunctionExpression' ? factory.body : undefined;
  if (made?.type !== 'ObjectExpression') return;
  for (const property of made.properties) {
    if (property.type === 'SpreadElement' || property.key.type !== 'Identifier') continue;
    const { name } = property.key;
    if (!isExported(name) && name !== '__esModule' && name !== 'default') {
      work.remark('info', startOf(property), `the mock has ${name}, which is no public name of the SDK`);
    }
  }
}

/** A relative path that begins in a file that moves, or leads to one. */
function followMove(
  work: StepWork,
  context: StepContext,
  node: Node,
  { tree }: { tree: { parentOf(node: Node): Node | undefined } },
): void {
  const specifier = stringOf(node);
  if (specifier === undefined || !/^\.{1,2}(?:\/|$)/.test(specifier) || !namesModule(tree.parentOf(node), node)) return;
  const from = context.document.source.path;
  const target = join(dirname(from), specifier);
  const movedFrom = context.moves.targetOf(from) ?? from;
  const movedTo = movedTarget(context, target);
  if (movedFrom === from && movedTo === target) return;
  const path = relative(dirname(movedFrom), movedTo).split(sep).join('/');
  const changed = path.startsWith('.') ? path : `./${path}`;
  if (changed !== specifier) work.replace(startOf(node) + 1, endOf(node) - 1, changed);
}

function movedTarget({ moves }: StepContext, target: string): string {
  const folder = targetOfFolder(moves, target);
  if (folder !== undefined) return folder;
  for (const extension of ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs']) {
    const moved = moves.targetOf(target + extension);
    if (moved !== undefined) return extension === '' ? moved : moved.slice(0, -extension.length);
  }
  return target;
}

function namesModule(parent: Node | undefined, node: Node): boolean {
  switch (parent?.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
    case 'TSExternalModuleReference':
      return true;
    case 'CallExpression':
      return parent.arguments[0] === node && isModuleCall(parent.callee);
    default:
      return false;
  }
}

function isModuleCall(callee: t.CallExpression['callee']): boolean {
  if (callee.type === 'Import') return true;
  if (callee.type === 'Identifier') return callee.name === 'require';
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    /^(?:jest|vi|require)$/.test(callee.object.name)
  );
}
