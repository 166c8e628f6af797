import type * as t from '@babel/types';
import type { Script } from '../languages/script.js';
import {
  bare,
  type CallNode,
  type FunctionNode,
  isCall,
  isFunction,
  isMember,
  memberName,
  type Node,
  nameOf,
} from '../languages/tree.js';

/** What may be behind a property of `this`. */
export interface OwnValue {
  readonly value?: Node | undefined;
  readonly type?: Node | undefined;
}

/** A place that a function is handed to, or, without `position`, where it is called. */
export interface HandOver {
  readonly call: CallNode;
  readonly position: number | undefined;
}

/** What a file does with its own names: an index, made once, for questions of data flow. */
export class AppNames {
  private readonly own = new Map<string, OwnValue[]>();
  private readonly methods = new Map<string, FunctionNode>();
  private readonly calls = new Map<string, CallNode[]>();
  private readonly given = new Map<string, { call: CallNode; position: number; node: Node }[]>();
  private readonly assignments = new Map<string, Node[]>();
  private readonly returns = new Map<FunctionNode, t.ReturnStatement[]>();

  constructor(private readonly script: Script) {
    for (const node of script.tree.nodes) this.note(node);
  }

  /** Of `this.name`, and of `this.state.name` under `state.name`. */
  valuesOf(name: string): readonly OwnValue[] {
    return this.own.get(name) ?? [];
  }

  methodOf(name: string): FunctionNode | undefined {
    return this.methods.get(name);
  }

  callsOf(name: string): readonly CallNode[] {
    return this.calls.get(name) ?? [];
  }

  /** What is assigned to `object.property`. */
  assignmentsTo(place: string): readonly Node[] {
    return this.assignments.get(place) ?? [];
  }

  returnsOf(node: FunctionNode): readonly t.ReturnStatement[] {
    return this.returns.get(node) ?? [];
  }

  /** Where a function goes, itself or by its name. */
  handOversOf(node: FunctionNode): HandOver[] {
    const parent = this.script.tree.parentOf(node);
    const direct = isCall(parent) ? parent.arguments.findIndex((argument) => argument === node) : -1;
    const here: HandOver[] = isCall(parent) && direct >= 0 ? [{ call: parent, position: direct }] : [];
    const { name, isOwn } = this.nameOfFunction(node);
    if (name === undefined) return here;
    const key = isOwn ? `this.${name}` : name;
    const isSame = (at: Node): boolean => isOwn || this.refersTo(name, at, node);
    const given = (this.given.get(key) ?? []).filter((site) => isSame(site.node));
    const called = (this.calls.get(key) ?? []).filter((call) => isSame(call));
    return [...here, ...given, ...called.map((call) => ({ call, position: undefined }))];
  }

  private refersTo(name: string, at: Node, node: FunctionNode): boolean {
    const declared = this.script.tree.parentOf(node) ?? node;
    return this.script.scopes.lookUp(name, at) === this.script.scopes.lookUp(name, declared);
  }

  private nameOfFunction(node: FunctionNode): { name?: string | undefined; isOwn: boolean } {
    if (node.type === 'FunctionDeclaration') return { name: node.id?.name, isOwn: false };
    if (node.type === 'ClassMethod' || node.type === 'ObjectMethod') return { name: nameOf(node.key), isOwn: true };
    let parent = this.script.tree.parentOf(node);
    // `useCallback(fn, [])` is the function.
    if (isCall(parent) && /useCallback$/.test(calleeText(parent))) parent = this.script.tree.parentOf(parent);
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
      return { name: parent.id.name, isOwn: false };
    }
    if (parent?.type === 'ClassProperty' || parent?.type === 'ObjectProperty') {
      return { name: nameOf(parent.key), isOwn: true };
    }
    if (parent?.type === 'AssignmentExpression') {
      const place = ownName(parent.left);
      if (place !== undefined) return { name: place, isOwn: true };
    }
    return { isOwn: false };
  }

  private note(node: Node): void {
    if (isCall(node)) this.noteCall(node);
    switch (node.type) {
      case 'AssignmentExpression':
        return this.noteAssignment(node);
      case 'ClassProperty':
      case 'ClassAccessorProperty':
        return this.noteField(node);
      case 'TSParameterProperty':
        return this.noteParameterProperty(node);
      case 'ReturnStatement':
        return this.noteReturn(node);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.noteBase(node);
      case 'ClassMethod':
      case 'ObjectMethod': {
        const name = nameOf(node.key, node.computed);
        if (name !== undefined && node.kind !== 'set' && !this.methods.has(name)) this.methods.set(name, node);
      }
    }
  }

  private noteCall(node: CallNode): void {
    const name = placeOf(node.callee);
    if (name !== undefined) push(this.calls, name, node);
    node.arguments.forEach((argument, position) => {
      const handed = placeOf(unbound(bare(argument)));
      if (handed !== undefined) push(this.given, handed, { call: node, position, node: argument });
    });
    if (name === 'this.setState') this.noteState(node.arguments[0]);
  }

  /** `this.setState({ messages: page.items })`, also with a function that gives the object. */
  private noteState(argument: Node | undefined): void {
    if (!argument) return;
    const node = bare(argument);
    if (node.type === 'ArrowFunctionExpression') return this.noteState(node.body);
    if (node.type !== 'ObjectExpression') return;
    for (const property of node.properties) {
      if (property.type !== 'ObjectProperty') continue;
      const name = nameOf(property.key, property.computed);
      if (name !== undefined) push(this.own, `state.${name}`, { value: property.value });
    }
  }

  private noteAssignment({ left, right }: t.AssignmentExpression): void {
    const name = ownName(left);
    if (name !== undefined) push(this.own, name, { value: right });
    if (isMember(left) && left.object.type === 'Identifier') {
      push(this.assignments, `${left.object.name}.${memberName(left) ?? ''}`, right);
    }
  }

  private noteField(node: t.ClassProperty | t.ClassAccessorProperty): void {
    const name = nameOf(node.key, node.computed);
    if (name === undefined) return;
    const type = node.typeAnnotation?.type === 'TSTypeAnnotation' ? node.typeAnnotation.typeAnnotation : undefined;
    push(this.own, name, { value: node.value ?? undefined, type });
    if (name === 'state' && node.value) this.noteState(node.value);
  }

  /** `constructor(private client: Client)`. */
  private noteParameterProperty({ parameter }: t.TSParameterProperty): void {
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (target.type !== 'Identifier' || target.typeAnnotation?.type !== 'TSTypeAnnotation') return;
    push(this.own, target.name, { type: target.typeAnnotation.typeAnnotation });
  }

  private noteReturn(node: t.ReturnStatement): void {
    const around = this.script.tree.ancestorOf(node, isFunction);
    if (!around) return;
    push(this.returns, around, node);
    const isData = around.type === 'ObjectMethod' && nameOf(around.key) === 'data';
    const isSetup = around.type === 'ObjectMethod' && nameOf(around.key) === 'setup';
    if (!(isData || isSetup) || node.argument?.type !== 'ObjectExpression') return;
    for (const property of node.argument.properties) {
      if (property.type !== 'ObjectProperty') continue;
      const name = nameOf(property.key, property.computed);
      if (name !== undefined) push(this.own, name, { value: property.value });
    }
  }

  /** `class Chat extends React.Component<Props, State>`. */
  private noteBase(node: t.ClassDeclaration | t.ClassExpression): void {
    const written = node.superTypeParameters;
    if (written?.type !== 'TSTypeParameterInstantiation') return;
    const [props, state] = written.params;
    if (props) push(this.own, 'props', { type: props });
    if (state) push(this.own, 'state', { type: state });
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** `name` or `this.name`. */
function placeOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  const own = ownName(node);
  return own === undefined ? undefined : `this.${own}`;
}

function ownName(node: Node): string | undefined {
  return isMember(node) && node.object.type === 'ThisExpression' ? memberName(node) : undefined;
}

/** `this.handle.bind(this)` is `this.handle`. */
function unbound(node: Node): Node {
  if (!isCall(node) || !isMember(node.callee) || memberName(node.callee) !== 'bind') return node;
  return node.callee.object;
}

function calleeText({ callee }: CallNode): string {
  return callee.type === 'Identifier' ? callee.name : isMember(callee) ? (memberName(callee) ?? '') : '';
}
