import { LEGACY_FIELDS } from '../data/legacy-names.js';
import { isPrivateState, PRIVATE_MEMBERS, publicName } from '../data/private-state.js';
import {
  DISTINCTIVE_LEGACY,
  DISTINCTIVE_MEMBERS,
  DISTINCTIVE_STATE,
  MESSAGE_STATE_FIELDS,
} from '../data/distinctive-names.js';
import type { Document } from '../document.js';
import type { Script } from '../languages/script.js';
import {
  bare,
  type CallNode,
  endOf,
  isCall,
  isFunction,
  isMember,
  memberName,
  type MemberNode,
  type Node,
  nameOf,
  startOf,
  stringOf,
  type Tree,
} from '../languages/tree.js';
import { isExported, supportOf } from '../support.js';
import { type Inference, LISTENING } from './inference.js';
import { type Kind, memberOf, type SdkObject } from './kinds.js';
import { parseSpecifier, type Sdk } from './sdk-modules.js';

export type UseKind =
  /** A class or type of the SDK, named. */
  | 'name'
  | 'member'
  | 'event'
  | 'option'
  /** Private state with a public name. */
  | 'private'
  /** Private, and nothing public says the same. */
  | 'inside'
  /** Of twilio-chat, without a counterpart. */
  | 'gone'
  /** No member of the SDK. */
  | 'unknown';

/**
 * How it is known that the object is the SDK's: by the compiler, by data flow, or only by a name that hardly anything else has.
 * The last is not enough to rewrite it.
 */
export type Evidence = 'types' | 'inference' | 'name';

/** A use of the SDK: a call site, a property, an event, a name. */
export interface Use {
  readonly kind: UseKind;
  /** Its row in the support table; for private state the public member. */
  readonly id: string;
  /** Of the name that is written. */
  readonly start: number;
  readonly end: number;
  readonly by: Evidence;
  readonly sdk: Sdk;
  /** The name of today, where twilio-chat has another one. */
  readonly renamed?: string | undefined;
  /** The syntax: what steps rewrite. */
  readonly node: Node;
  readonly tree: Tree;
}

/** All uses of the SDK in a file that data flow finds. */
export function inferUses(document: Document, inference: Inference): Use[] {
  const found: Use[] = [];
  for (const script of document.scripts) {
    const { tree } = script;
    const collector = new Collector(found, tree);
    for (const node of tree.nodes) {
      if (isMember(node)) {
        const owner = inference.kindOf(node.object, script);
        collector.addMember(node, owner, inference.isTyped(node.object) ? 'types' : 'inference');
        if (!owner) addByName(collector, node, (inner) => inference.kindOf(inner, script) !== undefined);
      } else if (isCall(node)) addCall(collector, node, inference, script);
      else if (node.type === 'ObjectPattern') {
        const typed = inference.typeOfPattern(node);
        collector.addPattern(node, typed ?? kindOfTaken(node, inference, script), typed ? 'types' : 'inference');
      } else if (node.type === 'ImportDeclaration') addImport(collector, node);
      else if (node.type === 'TSImportType') addImportType(collector, node);
      else if (node.type === 'TSQualifiedName') addQualified(collector, node, inference, script);
    }
  }
  for (const { tree } of document.template?.codes ?? []) {
    const collector = new Collector(found, tree);
    for (const node of tree.nodes) {
      if (!isMember(node)) continue;
      const owner = inference.kindInTemplate(node.object);
      if (owner) collector.addMember(node, owner);
      else addByName(collector, node, (inner) => inference.kindInTemplate(inner) !== undefined);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Nothing says what the object is, but the name does. */
function addByName(collector: Collector, node: MemberNode, isKnown: (node: Node) => boolean): void {
  const name = memberName(node);
  if (name === undefined) return;
  if (Object.hasOwn(DISTINCTIVE_MEMBERS, name)) return collector.addGuess('member', DISTINCTIVE_MEMBERS[name], node);
  if (Object.hasOwn(DISTINCTIVE_LEGACY, name))
    return collector.addGuess('member', DISTINCTIVE_LEGACY[name], node, 'chat');
  const inner = bare(node.object);
  const held = isMember(inner) ? memberName(inner) : undefined;
  if (held === undefined) return;
  const owner = DISTINCTIVE_STATE[held] ?? (held === 'state' && MESSAGE_STATE_FIELDS.has(name) ? 'Message' : undefined);
  if (owner === undefined || !isMember(inner) || inner.object.type === 'ThisExpression' || isKnown(inner.object))
    return;
  const target = publicName(owner, name);
  if (target !== undefined) collector.addGuess('private', `${owner}#${target}`, node);
}

/** What is taken apart by a pattern at the top of a declaration or parameter. */
function kindOfTaken(pattern: Node, inference: Inference, script: Script): Kind | undefined {
  const parent = script.tree.parentOf(pattern);
  const written = inference.kindWrittenAt(pattern, script);
  if (written) return written;
  if (parent?.type === 'VariableDeclarator' && parent.id === pattern) {
    return parent.init ? inference.kindOf(parent.init, script) : undefined;
  }
  if (parent?.type === 'AssignmentExpression' && parent.left === pattern) return inference.kindOf(parent.right, script);
  const around = parent?.type === 'AssignmentPattern' ? script.tree.parentOf(parent) : parent;
  if (!around || !isFunction(around)) return undefined;
  const index = around.params.findIndex((param) => param === pattern || param === parent);
  return index < 0 ? undefined : inference.kindOfParameter(around, index, script);
}

function addCall(collector: Collector, call: CallNode, inference: Inference, script: Script): void {
  const [first, second] = call.arguments;
  const { callee } = call;
  if (call.type === 'NewExpression') {
    const made = inference.kindOf(callee, script);
    if (made?.is !== 'class') return;
    collector.addNew(made.name, call, made.sdk);
    if (made.name === 'Client') collector.addOptions('ClientOptions', second, made.sdk);
    return;
  }
  if (!isMember(callee)) return;
  const owner = inference.kindOf(callee.object, script);
  const method = memberName(callee) ?? '';
  if (owner?.is === 'class' && owner.name === 'Client' && method === 'create') {
    collector.addOptions('ClientOptions', second, owner.sdk);
  }
  if (owner?.is !== 'object') return;
  if (LISTENING.test(method) && first) {
    const event = inference.eventName(first, script);
    if (event !== undefined && stringOf(first) !== undefined) collector.addEvent(owner, event, first);
  }
  if (/^create(?:Conversation|Channel)$/.test(method)) {
    collector.addOptions('CreateConversationOptions', first, owner.sdk);
  }
}

function addImport(collector: Collector, node: Node & { type: 'ImportDeclaration' }): void {
  const module = parseSpecifier(node.source.value);
  if (!module) return;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportSpecifier') collector.addName(specifier.imported, module.sdk);
    else if (specifier.type === 'ImportDefaultSpecifier') collector.addName(specifier.local, module.sdk, 'Client');
  }
}

function addImportType(collector: Collector, node: Node & { type: 'TSImportType' }): void {
  const module = parseSpecifier(node.argument.value);
  if (module && node.qualifier?.type === 'Identifier') collector.addName(node.qualifier, module.sdk);
}

function addQualified(
  collector: Collector,
  node: Node & { type: 'TSQualifiedName' },
  inference: Inference,
  script: Script,
): void {
  if (node.left.type !== 'Identifier') return;
  const kind = inference.kindOf(node.left, script);
  if (kind?.is === 'module') collector.addName(node.right, kind.sdk);
}

/** Turns syntax whose meaning is known into uses. */
class Collector {
  constructor(
    private readonly found: Use[],
    private readonly tree: Tree,
  ) {}

  /** How the present object is known. */
  private by: Evidence = 'inference';

  addMember(node: MemberNode, owner: Kind | undefined, by: Evidence = 'inference'): void {
    const name = memberName(node);
    this.by = by;
    if (!owner || name === undefined) return;
    if (owner.is === 'object') this.addMemberOf(owner, name, node);
    else if (owner.is === 'class') this.addStatic(owner, name, node);
    else if (owner.is === 'fields' && owner.sdk === 'chat') this.addLegacyField(name, node);
    else if (owner.is === 'module' && name !== 'default') this.addName(node.property, owner.sdk);
  }

  addGuess(kind: UseKind, id: string | undefined, node: Node, sdk: Sdk = 'conversations'): void {
    this.by = 'name';
    if (id !== undefined) this.add(kind, id, node, sdk);
    this.by = 'inference';
  }

  addPattern(pattern: Node, owner: Kind | undefined, by: Evidence): void {
    this.by = by;
    if (pattern.type !== 'ObjectPattern' || !owner) return;
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') continue;
      const name = nameOf(property.key, property.computed);
      if (name === undefined) continue;
      if (owner.is === 'object') this.addMemberOf(owner, name, property);
      else if (owner.is === 'fields' && owner.sdk === 'chat') this.addLegacyField(name, property);
      else if (owner.is === 'module') this.addName(property.key, owner.sdk);
    }
  }

  /** `new Client(…)`: the call itself, which is named by its class. */
  addNew(name: string, call: CallNode, sdk: Sdk): void {
    const { start, end } = call.callee;
    this.found.push({
      kind: 'name',
      id: name,
      start: start ?? 0,
      end: end ?? 0,
      by: 'inference',
      sdk,
      node: call,
      tree: this.tree,
    });
  }

  addEvent(owner: SdkObject, event: string, node: Node): void {
    this.by = 'inference';
    const { id, isGone, isRenamed } = memberOf(owner.name, ':', event, owner.sdk);
    const kind = isGone ? 'gone' : supportOf(id) ? 'event' : 'unknown';
    this.add(kind, id, node, owner.sdk, isRenamed ? id.split(':')[1] : undefined);
  }

  addOptions(type: string, node: Node | undefined, sdk: Sdk): void {
    const options = node && bare(node);
    if (options?.type !== 'ObjectExpression') return;
    for (const property of options.properties) {
      if (property.type === 'SpreadElement') continue;
      const name = nameOf(property.key, property.computed);
      if (name === undefined || name === 'rethread') continue;
      const id = `${type}#${name}`;
      if (sdk === 'chat' && name === 'isPrivate') this.add('gone', 'Conversation#isPrivate', property, sdk);
      else this.add(supportOf(id) ? 'option' : 'unknown', id, property, sdk);
    }
  }

  addName(node: Node, sdk: Sdk, known?: string): void {
    this.by = 'inference';
    const written = known ?? nameOf(node);
    if (written === undefined || written === 'default') return;
    const { id, isGone, isRenamed } = currentType(written, sdk);
    const kind = isGone ? 'gone' : isExported(id) ? 'name' : 'unknown';
    this.add(kind, id, node, sdk, isRenamed ? id : undefined);
  }

  /** `({ channel }) => …` of `channelUpdated`. */
  private addLegacyField(name: string, node: Node): void {
    const current = LEGACY_FIELDS[name];
    if (current === undefined) return;
    const type = `${current.charAt(0).toUpperCase()}${current.slice(1)}UpdatedEventArgs`;
    this.add('member', `${type}#${current}`, node, 'chat', current);
  }

  private addStatic({ name: owner, sdk }: Kind & { is: 'class' }, name: string, node: MemberNode): void {
    if (name === 'prototype' || name === 'name') return;
    const { id } = memberOf(owner, '.', name, sdk);
    if (supportOf(id)) this.add('member', id, node, sdk);
  }

  private addMemberOf(owner: SdkObject, name: string, node: Node): void {
    const { sdk } = owner;
    const { id, isGone, isRenamed } = memberOf(owner.name, '#', name, sdk);
    if (isGone) return this.add('gone', id, node, sdk);
    if (isPrivateState(owner.name, name)) return this.addPrivate(owner, name, node);
    if (Object.hasOwn(PRIVATE_MEMBERS, id)) return this.add('inside', id, node, sdk);
    if (supportOf(id)) return this.add('member', id, node, sdk, isRenamed ? id.split('#')[1] : undefined);
    if (isInherited(name) || !supportOf(owner.name)) return;
    this.add('unknown', id, node, sdk);
  }

  /** `message.state.timestamp` as a whole, where it is written as a whole. */
  private addPrivate(owner: SdkObject, name: string, node: Node): void {
    const around = this.tree.parentOf(node);
    const outer = around && isMember(around) && bare(around.object) === node ? around : undefined;
    const field = outer && memberName(outer);
    const target = field === undefined ? undefined : publicName(owner.name, field);
    if (outer && target !== undefined && !isWritten(outer, this.tree)) {
      return this.add('private', `${owner.name}#${target}`, outer, owner.sdk);
    }
    this.add('inside', `${owner.name}#${name}`, node, owner.sdk);
  }

  private add(kind: UseKind, id: string, node: Node, sdk: Sdk, renamed?: string): void {
    const at = isMember(node) ? node.property : node.type === 'ObjectProperty' ? node.key : node;
    const start = startOf(at);
    this.found.push({ kind, id, start, end: endOf(at), by: this.by, sdk, renamed, node, tree: this.tree });
  }
}

function currentType(name: string, sdk: Sdk): { id: string; isGone: boolean; isRenamed: boolean } {
  if (sdk === 'conversations') return { id: name, isGone: false, isRenamed: false };
  const types: Readonly<Record<string, string>> = { Channel: 'Conversation', Member: 'Participant' };
  const id = types[name] ?? name;
  return { id, isGone: /^(?:Channel|User)Descriptor$|^(?:User|Public)Channels$/.test(name), isRenamed: id !== name };
}

function isInherited(name: string): boolean {
  return name in Object.prototype || name === 'then' || name === 'catch' || name === 'finally' || name === '$$typeof';
}

/** Assigned to or deleted: the public property cannot be. */
export function isWritten(node: Node, tree: Tree): boolean {
  const parent = tree.parentOf(node);
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  return parent?.type === 'UpdateExpression' || (parent?.type === 'UnaryExpression' && parent.operator === 'delete');
}
