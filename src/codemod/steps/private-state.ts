import { endOf, isMember, type MemberNode, startOf, bare } from '../languages/tree.js';
import { PRIVATE_MEMBERS } from '../data/private-state.js';
import type { Use } from '../analysis/uses.js';
import { type Step, StepWork } from './step.js';

/** `message.state.timestamp` → `message.dateCreated`: private state, where something public says the same. */
export const privateState: Step = ({ uses }) => {
  const work = new StepWork();
  for (const use of uses) {
    if (use.kind === 'private' && use.by === 'name') {
      work.remark('by-hand', use.start, `left alone: this may be private state; if so, ${use.id} says the same`);
    } else if (use.kind === 'private') rewrite(work, use);
    else if (use.kind === 'inside') {
      const advice = PRIVATE_MEMBERS[use.id] ?? 'public properties';
      work.remark('by-hand', use.start, `${use.id} is private state of the SDK; use ${advice}`);
    }
  }
  return work;
};

function rewrite(work: StepWork, { node, id }: Use): void {
  if (!isMember(node)) return;
  const inner = bare(node.object);
  if (!isMember(inner)) return;
  const name = id.split('#')[1] ?? '';
  if (!inner.computed && !node.computed) return work.replace(startOf(inner.property), endOf(node.property), name);
  // `message['state'].body`: brackets of TypeScript, to reach what is private.
  work.replace(endOf(inner.object), endOf(node), `${isOptional(inner) ? '?.' : '.'}${name}`);
}

function isOptional(node: MemberNode): boolean {
  return node.type === 'OptionalMemberExpression' && node.optional;
}
