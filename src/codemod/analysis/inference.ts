import type * as t from '@babel/types';
import type { Script } from '../languages/script.js';
import type { Template, TemplateLoop } from '../languages/template.js';
import {
  bare,
  type CallNode,
  type FunctionNode,
  isCall,
  isMember,
  memberName,
  type MemberNode,
  type Node,
  nameOf,
  startOf,
  stringOf,
} from '../languages/tree.js';
import { AppNames } from './app-names.js';
import { Hooks } from './hooks.js';
import { eventKind, type Kind, objectNamed, resultOf } from './kinds.js';
import { defaultIsModule, kindOfExport, kindOfImport, kindOfModule } from './module-kinds.js';
import { type Binding, type Origin, type PathStep, typeOf } from './scopes.js';
import { parseSpecifier } from './sdk-modules.js';
import type { TypeOf } from './type-oracle.js';
import { TypeReader } from './type-reader.js';

/** Methods by which one listens. */
export const LISTENING =
  /^(?:on|once|off|addListener|removeListener|prependListener|prependOnceListener|onWithReplay|removeAllListeners|listenerCount|listeners|rawListeners)$/;

/** Methods of lists whose callback gets the item, by the number of the parameter. */
const ITEM_CALLBACKS = new Map<string, number>([
  ...['map', 'forEach', 'filter', 'find', 'findLast', 'findIndex', 'findLastIndex', 'some', 'every', 'flatMap'].map(
    (name): [string, number] => [name, 0],
  ),
  ['reduce', 1],
  ['reduceRight', 1],
]);
const SAME_LIST = new Set(['filter', 'slice', 'concat', 'reverse', 'sort', 'toSorted', 'toReversed', 'splice']);
const ITEM_OF_LIST = new Set(['find', 'findLast', 'pop', 'shift', 'at']);

/**
 * What the values of a file are, as far as the SDK is concerned: data flow from imports, constructor calls, written types,
 * listeners and pages, within the file. Where it does not know, it says nothing.
 */
export class Inference {
  private readonly kinds = new Map<Node, Kind | undefined>();
  private readonly busy = new Set<Node>();
  private readonly bindings = new Map<Binding, Kind | undefined>();
  private readonly busyBindings = new Set<Binding>();
  private readonly apps: ReadonlyMap<Script, AppNames>;
  private readonly types: TypeReader;
  private readonly hooks: Hooks;

  /**
   * @param scripts of one module, or one page
   * @param template of the component that the scripts are of
   * @param typeOf what the compiler knows; where it knows something, it is right
   */
  constructor(
    readonly scripts: readonly Script[],
    private readonly template?: Template,
    private readonly typeOf?: TypeOf,
  ) {
    this.apps = new Map(scripts.map((script) => [script, new AppNames(script)]));
    this.types = new TypeReader(scripts);
    this.hooks = new Hooks(this, this.types, this.apps);
  }

  /** What an expression of a script is. */
  kindOf(node: Node, script: Script): Kind | undefined {
    if (this.kinds.has(node)) return this.kinds.get(node);
    if (this.busy.has(node)) return undefined;
    this.busy.add(node);
    const inferred = this.work(bare(node), script) ?? this.typeOfCast(node, script);
    this.busy.delete(node);
    const kind = this.compared(node, inferred);
    this.kinds.set(node, kind);
    return kind;
  }

  /** Whether it was the compiler that told. */
  isTyped(node: Node): boolean {
    const known = this.typeOf?.(node);
    return known !== undefined && known !== 'other';
  }

  /** The type that is written at a name, a pattern or a parameter. */
  kindWrittenAt(node: Node, script: Script): Kind | undefined {
    const pattern = node.type === 'AssignmentPattern' ? node.left : node;
    const type = typeOf(pattern);
    return type && this.types.read(type, script);
  }

  private compared(node: Node, inferred: Kind | undefined): Kind | undefined {
    const known = this.typeOf?.(node);
    if (known === undefined) return inferred;
    if (known === 'other') return inferred?.is === 'object' ? undefined : inferred;
    // The compiler's name, with the items that data flow found.
    return inferred?.is === 'object' && inferred.name === known.name ? inferred : known;
  }

  /** What a pattern takes apart, if the compiler knows. */
  typeOfPattern(pattern: Node): Kind | undefined {
    return this.compared(pattern, undefined);
  }

  /** What an expression of the template is. */
  kindInTemplate(node: Node): Kind | undefined {
    const inner = bare(node);
    if (inner.type === 'Identifier') return this.kindOfTemplateName(inner.name, startOf(inner));
    if (isMember(inner)) {
      if (inner.object.type === 'ThisExpression')
        return this.kindOfTemplateName(memberName(inner) ?? '', startOf(inner));
      return this.kindOfMember(this.kindInTemplate(inner.object), inner);
    }
    if (isCall(inner)) return this.resultOfCall(inner, (part) => this.kindInTemplate(part));
    if (inner.type === 'LogicalExpression') return this.kindInTemplate(inner.left) ?? this.kindInTemplate(inner.right);
    return undefined;
  }

  private kindOfTemplateName(name: string, at: number): Kind | undefined {
    let loop: TemplateLoop | undefined;
    for (const candidate of this.template?.loops ?? []) {
      if (candidate.name === name && candidate.at < at) loop = candidate;
    }
    if (loop) return this.follow(itemOf(this.kindInTemplate(loop.iterable)), loop.path);
    for (const script of this.scripts) {
      const binding = script.scopes.topLevel.get(name);
      const kind = (binding && this.kindOfBinding(binding, script)) ?? this.kindOfOwn(name, script);
      if (kind) return kind.is === 'box' ? kind.of : kind;
    }
    return undefined;
  }

  private work(node: Node, script: Script): Kind | undefined {
    switch (node.type) {
      case 'Identifier':
        return this.kindOfName(node, script);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return this.kindOfMemberExpression(node, script);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return this.resultOfCall(node, (part) => this.kindOf(part, script), script);
      case 'ImportExpression':
        return this.promiseOfModule(node.source);
      case 'NewExpression': {
        const made = this.kindOf(node.callee, script);
        if (made?.is === 'class') return objectNamed(made.name, made.sdk);
        return this.types.kindOfNew(node, script);
      }
      case 'AwaitExpression': {
        const awaited = this.kindOf(node.argument, script);
        return awaited?.is === 'promise' ? awaited.of : awaited;
      }
      case 'LogicalExpression':
        return this.kindOf(node.left, script) ?? this.kindOf(node.right, script);
      case 'ConditionalExpression':
        return this.kindOf(node.consequent, script) ?? this.kindOf(node.alternate, script);
      case 'AssignmentExpression':
        return this.kindOf(node.right, script);
      case 'SequenceExpression': {
        const last = node.expressions.at(-1);
        return last && this.kindOf(last, script);
      }
      case 'ArrayExpression': {
        for (const element of node.elements) {
          const kind =
            element?.type === 'SpreadElement'
              ? itemOf(this.kindOf(element.argument, script))
              : element && this.kindOf(element, script);
          if (kind) return { is: 'list', of: kind };
        }
        return undefined;
      }
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return { is: 'function', node };
      case 'ObjectExpression':
        return { is: 'group', node };
      case 'ThisExpression':
        return { is: 'own', path: '' };
      default:
        return undefined;
    }
  }

  private typeOfCast(node: Node, script: Script): Kind | undefined {
    const isCast =
      node.type === 'TSAsExpression' || node.type === 'TSTypeAssertion' || node.type === 'TSSatisfiesExpression';
    return isCast ? this.types.read(node.typeAnnotation, script) : undefined;
  }

  private kindOfName(node: t.Identifier, script: Script): Kind | undefined {
    const binding = script.scopes.lookUp(node.name, node);
    if (binding) return this.kindOfBinding(binding, script);
    if (node.name === 'Twilio') return { is: 'twilio' };
    return ['window', 'globalThis', 'self', 'global'].includes(node.name) ? { is: 'window' } : undefined;
  }

  kindOfBinding(binding: Binding, script: Script): Kind | undefined {
    if (this.bindings.has(binding)) return this.bindings.get(binding);
    if (this.busyBindings.has(binding)) return undefined;
    this.busyBindings.add(binding);
    let kind: Kind | undefined;
    for (const origin of binding.origins) {
      kind = this.kindOfOrigin(origin, binding, script);
      if (kind) break;
    }
    const [declared] = binding.identifiers;
    if (!kind && declared && script.tree.parentOf(declared)?.type === 'VariableDeclarator') {
      kind = this.types.documentedVariable(declared, script);
    }
    this.busyBindings.delete(binding);
    this.bindings.set(binding, kind);
    return kind;
  }

  private kindOfOrigin(origin: Origin, binding: Binding, script: Script): Kind | undefined {
    switch (origin.kind) {
      case 'value':
        return this.follow(this.kindOf(origin.node, script), origin.path);
      case 'type':
        return this.follow(this.types.read(origin.annotation, script), origin.path);
      case 'each':
        return this.follow(itemOf(this.kindOf(origin.node, script)), origin.path);
      case 'param':
        return this.follow(this.kindOfParameter(origin.of, origin.index, script), origin.path);
      case 'import':
        return kindOfImport(origin.declaration, origin.specifier, defaultIsModule(script, binding));
      case 'require': {
        const { moduleReference } = origin.declaration;
        const named = moduleReference.type === 'TSExternalModuleReference' ? moduleReference.expression.value : '';
        return kindOfModule(parseSpecifier(named));
      }
      case 'function':
        return { is: 'function', node: origin.node };
      case 'class':
        return this.kindOfClass(origin.node, script);
    }
  }

  /** `class Client extends TwilioClient`: its objects are the SDK's, and more. */
  private kindOfClass(node: t.ClassDeclaration | t.ClassExpression, script: Script): Kind | undefined {
    const base = node.superClass && this.kindOf(node.superClass, script);
    return base?.is === 'class' ? base : undefined;
  }

  private kindOfMemberExpression(node: MemberNode, script: Script): Kind | undefined {
    return this.kindOfMember(this.kindOf(node.object, script), node, script);
  }

  /** `this.client`: whatever this file puts there, in whichever class or component. */
  private kindOfOwn(name: string, script: Script): Kind | undefined {
    const app = this.apps.get(script);
    for (const { value, type } of app?.valuesOf(name) ?? []) {
      // What is set later says more than what a component begins with.
      if (name === 'state' && value?.type === 'ObjectExpression') continue;
      const kind = (type && this.types.read(type, script)) ?? (value && this.kindOf(value, script));
      if (kind) return kind;
    }
    const method = app?.methodOf(name);
    if (method) return { is: 'function', node: method };
    return name === 'state' || name === 'props' ? { is: 'own', path: `${name}.` } : undefined;
  }

  private kindOfMember(owner: Kind | undefined, node: MemberNode, script?: Script): Kind | undefined {
    const name = memberName(node);
    if (owner?.is === 'list' && node.computed && node.property.type !== 'StringLiteral') return owner.of;
    if (owner === undefined || name === undefined) return undefined;
    return this.kindOfField(owner, name, script);
  }

  private kindOfField(owner: Kind, name: string, script?: Script): Kind | undefined {
    switch (owner.is) {
      case 'object':
        return resultOf(owner, name);
      case 'class':
        return resultOf({ is: 'object', name: owner.name, sdk: owner.sdk }, name, '.');
      case 'module':
        if (name === 'default') return owner;
        return kindOfExport(name, owner.sdk);
      case 'window':
        return name === 'Twilio' ? { is: 'twilio' } : undefined;
      case 'twilio':
        if (name === 'Conversations') return { is: 'module', sdk: 'conversations', isGlobal: true };
        return name === 'Chat' ? { is: 'module', sdk: 'chat', isGlobal: true } : undefined;
      case 'fields':
        return owner.fields.get(name);
      case 'own':
        return script && this.kindOfOwn(`${owner.path}${name}`, script);
      case 'box':
        return name === owner.key ? owner.of : undefined;
      case 'group': {
        const value = fieldOf(owner.node, name);
        if (value?.type === 'ObjectMethod') return { is: 'function', node: value };
        return value && script ? this.kindOf(value, script) : undefined;
      }
      default:
        return undefined;
    }
  }

  private follow(kind: Kind | undefined, path: readonly PathStep[]): Kind | undefined {
    let at = kind;
    for (const step of path) {
      if (!at) return undefined;
      if ('property' in step) at = this.kindOfField(at, step.property, this.scripts[0]);
      else if ('element' in step) at = elementOf(at, step.element);
      else at = at.is === 'list' ? at : undefined;
    }
    return at;
  }

  private resultOfCall(call: CallNode, ask: (node: Node) => Kind | undefined, script?: Script): Kind | undefined {
    const { callee } = call;
    if (callee.type === 'Import') return this.promiseOfModule(call.arguments[0]);
    const name = callee.type === 'Identifier' ? callee.name : undefined;
    if (script) {
      if (name === 'require' && call.arguments[0])
        return kindOfModule(parseSpecifier(stringOf(call.arguments[0]) ?? ''));
      const hook = this.hooks.resultOf(call, calledName(callee), script);
      if (hook) return hook;
      const mocked = isMember(callee) && /^(?:require|import)Actual$/.test(memberName(callee) ?? '');
      if (mocked) return kindOfModule(parseSpecifier(stringOf(call.arguments[0]) ?? ''));
    }
    if (isMember(callee)) {
      const owner = ask(callee.object);
      const method = memberName(callee) ?? '';
      if (owner?.is === 'object' && /^(?:on|once|addListener|off|removeListener)$/.test(method)) return owner;
      const result = this.resultOfBuiltIn(owner, method, call, script);
      if (result) return result;
    }
    const called = ask(callee);
    if (called?.is === 'method') return called.result;
    if (called?.is === 'function' && script) return this.resultOfFunction(called.node, script);
    return undefined;
  }

  /** Methods of promises, lists and maps. */
  private resultOfBuiltIn(owner: Kind | undefined, method: string, call: CallNode, script?: Script): Kind | undefined {
    const [first] = call.arguments;
    if (owner?.is === 'promise') {
      if (method === 'catch' || method === 'finally') return owner;
      if (method !== 'then' || !first || !script) return undefined;
      const then = this.resultOfCallback(first, script);
      return then && (then.is === 'promise' ? then : { is: 'promise', of: then });
    }
    if (owner?.is === 'list') {
      if (SAME_LIST.has(method)) return owner;
      if (ITEM_OF_LIST.has(method)) return owner.of;
      const mapped = method === 'map' && first && script ? this.resultOfCallback(first, script) : undefined;
      return mapped && { is: 'list', of: mapped };
    }
    if (owner?.is === 'map') {
      if (method === 'get') return owner.of;
      if (method === 'values') return { is: 'list', of: owner.of };
    }
    return undefined;
  }

  /** What a callback gives back. */
  resultOfCallback(node: Node, script: Script): Kind | undefined {
    const kind = this.kindOf(node, script);
    return kind?.is === 'function' ? this.resultOfFunction(kind.node, script) : undefined;
  }

  /** What a function of the app gives back. */
  resultOfFunction(node: FunctionNode, script: Script): Kind | undefined {
    const { returnType } = node as { returnType?: Node | null };
    const declared = returnType?.type === 'TSTypeAnnotation' && this.types.read(returnType.typeAnnotation, script);
    if (declared) return declared;
    const returned = this.returnedBy(node, script);
    if (!returned) return undefined;
    return node.async && returned.is !== 'promise' ? { is: 'promise', of: returned } : returned;
  }

  private returnedBy(node: FunctionNode, script: Script): Kind | undefined {
    if (node.body.type !== 'BlockStatement') return this.kindOf(node.body, script);
    for (const { argument } of this.apps.get(script)?.returnsOf(node) ?? []) {
      const kind = argument && this.kindOf(argument, script);
      if (kind) return kind;
    }
    return undefined;
  }

  /** What a function is called with: by the SDK, by a list or promise, or by the app. */
  kindOfParameter(node: FunctionNode, index: number, script: Script): Kind | undefined {
    const param = node.params[index];
    const declared =
      (param && this.kindWrittenAt(param, script)) ?? this.types.documentedParameter(node, index, script);
    if (declared) return declared;
    for (const { call, position } of this.apps.get(script)?.handOversOf(node) ?? []) {
      const kind =
        position === undefined
          ? call.arguments[index] && this.kindOf(call.arguments[index], script)
          : this.kindGivenTo(call, position, index, script);
      if (kind) return kind;
    }
    return this.kindOfProps(node, index, script);
  }

  private kindGivenTo(call: CallNode, position: number, index: number, script: Script): Kind | undefined {
    const { callee } = call;
    if (callee.type === 'Identifier') {
      const setter = this.kindOf(callee, script);
      return setter?.is === 'setter' && position === 0 && index === 0 ? setter.of : undefined;
    }
    if (!isMember(callee)) return undefined;
    const owner = this.kindOf(callee.object, script);
    const method = memberName(callee) ?? '';
    if (owner?.is === 'object' && LISTENING.test(method) && position === 1 && index === 0) {
      const event = this.eventName(call.arguments[0], script);
      return event === undefined ? undefined : eventKind(owner, event);
    }
    if (owner?.is === 'promise' && method === 'then' && position === 0 && index === 0) return owner.of;
    if (owner?.is === 'list' && position === 0) {
      if (ITEM_CALLBACKS.get(method) === index) return owner.of;
      if ((method === 'sort' || method === 'toSorted') && index < 2) return owner.of;
    }
    return undefined;
  }

  /** `'messageAdded'`, `Conversation.messageAdded`, or a constant that holds the name. */
  eventName(node: Node | undefined, script: Script): string | undefined {
    if (!node) return undefined;
    const direct = stringOf(node);
    if (direct !== undefined) return direct;
    if (isMember(node) && this.kindOf(node.object, script)?.is === 'class') return memberName(node);
    if (node.type !== 'Identifier') return undefined;
    const origin = script.scopes.lookUp(node.name, node)?.origins[0];
    return origin?.kind === 'value' ? stringOf(origin.node) : undefined;
  }

  /** `const Bubble: React.FC<Props> = ({ message }) => …`. */
  private kindOfProps(node: FunctionNode, index: number, script: Script): Kind | undefined {
    const declarator = script.tree.parentOf(node);
    if (index !== 0 || declarator?.type !== 'VariableDeclarator') return undefined;
    return this.types.componentProps(declarator.id, script);
  }

  private promiseOfModule(source: Node | undefined): Kind | undefined {
    const module = kindOfModule(parseSpecifier(stringOf(source) ?? ''));
    return module && { is: 'promise', of: module };
  }
}

function itemOf(kind: Kind | undefined): Kind | undefined {
  if (kind?.is === 'list' || kind?.is === 'map') return kind.of;
  return kind?.is === 'box' ? itemOf(kind.of) : undefined;
}

function elementOf(kind: Kind, index: number): Kind | undefined {
  if (kind.is === 'list') return kind.of;
  if (kind.is !== 'state') return undefined;
  return index === 0 ? kind.of : { is: 'setter', of: kind.of };
}

/** `useState`, `React.useState`, `Promise.all`. */
function calledName(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name;
  if (!isMember(callee) || callee.object.type !== 'Identifier') return '';
  const name = memberName(callee) ?? '';
  return ['React', 'Vue'].includes(callee.object.name) ? name : `${callee.object.name}.${name}`;
}

function fieldOf(node: Node, name: string): Node | undefined {
  if (node.type !== 'ObjectExpression') return undefined;
  for (const property of node.properties) {
    if (property.type === 'ObjectProperty' && nameOf(property.key, property.computed) === name) return property.value;
    if (property.type === 'ObjectMethod' && nameOf(property.key, property.computed) === name) return property;
  }
  return undefined;
}
