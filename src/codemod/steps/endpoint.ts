import type * as t from '@babel/types';
import { bare, endOf, isCall, isMember, memberName, type Node, nameOf, startOf } from '../languages/tree.js';
import { type Step, StepWork } from './step.js';

/** `new Client(token)` → `new Client(token, { rethread: { endpoint: … } })`, where an endpoint was asked for. */
export const endpoint: Step = ({ document, uses, options }) => {
  const work = new StepWork();
  if (options.endpoint === undefined) return work;
  const quote = quoteOf(document.source.text);
  const setting = `rethread: { endpoint: ${quote}${options.endpoint}${quote} }`;
  for (const call of makingClients(uses)) addSetting(work, call, setting);
  return work;
};

/** `new Client(…)` and `Client.create(…)`: calls of what was found to be the class. */
function makingClients(uses: readonly { node: Node; tree: { parentOf(node: Node): Node | undefined }; id: string }[]) {
  const calls = new Set<t.NewExpression | t.CallExpression>();
  for (const { node, tree, id } of uses) {
    const parent = tree.parentOf(node);
    if (id === 'Client' && node.type === 'NewExpression') calls.add(node);
    if (id === 'Client.create' && isMember(node) && parent?.type === 'CallExpression' && parent.callee === node) {
      if (memberName(node) === 'create') calls.add(parent);
    }
  }
  return calls;
}

function addSetting(work: StepWork, call: t.NewExpression | t.CallExpression, setting: string): void {
  const [token, given, ...rest] = call.arguments;
  if (!token || token.type === 'SpreadElement' || given?.type === 'SpreadElement' || rest.length > 0) {
    return work.remark('by-hand', startOf(call), `left alone: give the options { ${setting} } to this client by hand`);
  }
  if (!given) return work.replace(endOf(token), endOf(token), `, { ${setting} }`);
  const options = bare(given);
  if (options.type !== 'ObjectExpression') {
    if (isCall(options))
      return work.remark('by-hand', startOf(given), `left alone: add ${setting} to these options by hand`);
    work.replace(startOf(given), startOf(given), '{ ...');
    return work.replace(endOf(given), endOf(given), `, ${setting} }`);
  }
  const has = (property: t.ObjectExpression['properties'][number]): boolean =>
    property.type !== 'SpreadElement' && nameOf(property.key, property.computed) === 'rethread';
  if (options.properties.some(has)) return;
  const last = options.properties.at(-1);
  if (!last) return work.replace(startOf(options), endOf(options), `{ ${setting} }`);
  work.replace(endOf(last), endOf(last), `, ${setting}`);
}

/** The quotes that the file prefers. */
export function quoteOf(text: string): "'" | '"' {
  const count = (quote: string): number => text.split(quote).length;
  return count('"') > count("'") ? '"' : "'";
}
