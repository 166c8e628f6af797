import { bare, isCall, isMember, memberName, type Node, stringOf, type Tree } from '../languages/tree.js';
import type { Use } from './uses.js';

/** Code that compiles and may be wrong all the same. */
export interface Pattern {
  readonly member: string;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

const INDEXES = new Set([
  'Message#index',
  'Conversation#lastReadMessageIndex',
  'Participant#lastReadMessageIndex',
  'LastMessage#index',
]);
const ARITHMETIC = new Set(['+', '-', '*', '/', '%']);

/** Arithmetic with indexes, and tests for the prefixes of Twilio's ids. */
export function findPatterns(uses: readonly Use[]): Pattern[] {
  const found: Pattern[] = [];
  for (const use of uses) {
    const around = outermost(use.node, use.tree);
    if (INDEXES.has(use.id) && isArithmetic(around, use.tree)) {
      found.push({
        member: use.id,
        start: use.start,
        end: use.end,
        reason: 'Arithmetic with indexes: they ascend, but need not be dense or the same on another device.',
      });
    }
    if (/#sid$/.test(use.id) && testsPrefix(around, use.tree)) {
      found.push({
        member: use.id,
        start: use.start,
        end: use.end,
        reason: 'A test for the prefix of an id: the ids of conversations begin with 19: here, not with CH.',
      });
    }
  }
  return found;
}

/** The expression with the casts and brackets around it. */
function outermost(node: Node, tree: Tree): Node {
  const parent = tree.parentOf(node);
  return parent && bare(parent) === bare(node) ? outermost(parent, tree) : node;
}

function isArithmetic(node: Node, tree: Tree): boolean {
  const parent = tree.parentOf(node);
  // Sorting by the difference is no arithmetic: only the order counts.
  if (parent?.type === 'UpdateExpression') return true;
  return parent?.type === 'BinaryExpression' && ARITHMETIC.has(parent.operator) && !isComparison(parent, tree);
}

function isComparison(node: Node, tree: Tree): boolean {
  if (node.type !== 'BinaryExpression' || node.operator !== '-') return false;
  const ends = (part: Node): boolean => {
    const inner = bare(part);
    return isMember(inner) && /[iI]ndex$/.test(memberName(inner) ?? '');
  };
  const parent = tree.parentOf(node);
  return ends(node.left) && ends(node.right) && /ArrowFunctionExpression|ReturnStatement/.test(parent?.type ?? '');
}

function testsPrefix(node: Node, tree: Tree): boolean {
  const parent = tree.parentOf(node);
  if (!parent) return false;
  if (
    isMember(parent) &&
    parent.object === node &&
    /^(?:startsWith|indexOf|match|slice|substring)$/.test(memberName(parent) ?? '')
  ) {
    const call = tree.parentOf(parent);
    const argument = isCall(call) ? call.arguments[0] : undefined;
    return /^(?:CH|IM|MB|US)/.test(stringOf(argument) ?? '') || isPrefixPattern(argument);
  }
  const isTest = isCall(parent) && isMember(parent.callee) && memberName(parent.callee) === 'test';
  return isTest && isMember(parent.callee) && isPrefixPattern(parent.callee.object);
}

function isPrefixPattern(node: Node | undefined): boolean {
  return node?.type === 'RegExpLiteral' && /^\^\(?(?:\?:)?(?:CH|IM|MB|US)/.test(node.pattern);
}
