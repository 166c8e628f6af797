import type * as t from '@babel/types';
import type { Script } from '../languages/script.js';
import { type FunctionNode, type Node, nameOf, startOf } from '../languages/tree.js';
import { type Kind, objectNamed } from './kinds.js';
import { defaultIsModule, kindOfExport, kindOfImport, kindOfModule } from './module-kinds.js';
import { parseSpecifier } from './sdk-modules.js';

/** Types that are as good as what is in them. */
const TRANSPARENT = new Set([
  'Awaited',
  'DeepPartial',
  'NonNullable',
  'Partial',
  'PropType',
  'PropsWithChildren',
  'Readonly',
  'Required',
  'Omit',
  'Pick',
  'UnwrapRef',
  'Writable',
]);
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'Iterable']);
const BOXES: Readonly<Record<string, 'current' | 'value'>> = {
  MutableRefObject: 'current',
  RefObject: 'current',
  Ref: 'value',
  ShallowRef: 'value',
  ComputedRef: 'value',
};
const COMPONENTS = /^(?:FC|VFC|FunctionComponent|SFC|NextPage)$/;

/** Reads written types, and those in JSDoc. */
export class TypeReader {
  private readonly busy = new Set<Node>();
  private readonly named = new Map<Node, Kind | undefined>();

  constructor(private readonly scripts: readonly Script[]) {}

  /** What a value of the type is. */
  read(type: Node, script: Script): Kind | undefined {
    switch (type.type) {
      case 'TSTypeReference':
        return this.readReference(type, script);
      case 'TSArrayType':
        return list(this.read(type.elementType, script));
      case 'TSParenthesizedType':
      case 'TSTypeOperator':
        return this.read(type.typeAnnotation, script);
      case 'TSUnionType':
      case 'TSIntersectionType':
        return this.readFirst(type.types, script);
      case 'TSImportType':
        return this.readImport(type, script);
      case 'TSTypeQuery':
        return type.exprName.type === 'TSImportType' ? kindOfModule(moduleOf(type.exprName)) : undefined;
      case 'TSTypeLiteral':
        return this.readFields(type.members, script);
      default:
        return undefined;
    }
  }

  /** `new Map<string, Conversation>()`. */
  kindOfNew(node: t.NewExpression, script: Script): Kind | undefined {
    const written = node.typeParameters as Node | null | undefined;
    if (node.callee.type !== 'Identifier' || written?.type !== 'TSTypeParameterInstantiation') return undefined;
    return this.readGeneric(node.callee.name, written.params, script);
  }

  /** `React.FC<Props>` at the name of a component: what its first parameter is. */
  componentProps(name: Node, script: Script): Kind | undefined {
    const { typeAnnotation } = name as { typeAnnotation?: Node | null };
    const type = typeAnnotation?.type === 'TSTypeAnnotation' ? typeAnnotation.typeAnnotation : undefined;
    if (type?.type !== 'TSTypeReference') return undefined;
    const [props] = type.typeParameters?.params ?? [];
    return props && COMPONENTS.test(lastName(type.typeName)) ? this.read(props, script) : undefined;
  }

  /** `@param {import('@twilio/conversations').Message} message`, in the comment before a function. */
  documentedParameter(node: FunctionNode, index: number, script: Script): Kind | undefined {
    const param = node.params[index];
    if (param?.type !== 'Identifier') return undefined;
    const comment = commentBefore(node, script);
    if (comment === undefined) return undefined;
    const pattern = new RegExp(`@param\\s+\\{([^}]+)\\}\\s+\\[?${param.name.replace(/\$/g, '\\$')}\\b`);
    const written = pattern.exec(comment)?.[1];
    return written === undefined ? undefined : this.readText(written, script);
  }

  /** `@type {…}` in the comment before a variable. */
  documentedVariable(name: Node, script: Script): Kind | undefined {
    const comment = commentBefore(name, script);
    const written = comment === undefined ? undefined : /@type\s+\{([^}]+)\}/.exec(comment)?.[1];
    return written === undefined ? undefined : this.readText(written, script);
  }

  private readFirst(types: readonly Node[], script: Script): Kind | undefined {
    for (const part of types) {
      const kind = this.read(part, script);
      if (kind) return kind;
    }
    return undefined;
  }

  private readReference(type: t.TSTypeReference, script: Script): Kind | undefined {
    const { typeName } = type;
    const params = type.typeParameters?.params ?? [];
    if (typeName.type === 'TSQualifiedName') return this.readQualified(typeName, params, script);
    const { name } = typeName;
    const local = script.scopes.types.get(name);
    if (local) return this.readLocal(local, script);
    const origin = script.scopes.lookUp(name, type)?.origins[0];
    if (origin?.kind === 'import') {
      const { declaration, specifier } = origin;
      const kind = kindOfImport(declaration, specifier, defaultIsModule(script, { name }));
      if (kind?.is === 'class') return this.withItems(kind, params, script);
    }
    if (origin?.kind === 'class' && origin.node.superClass?.type === 'Identifier') {
      const base = script.scopes.lookUp(origin.node.superClass.name, origin.node)?.origins[0];
      const kind = base?.kind === 'import' ? kindOfImport(base.declaration, base.specifier, false) : undefined;
      if (kind?.is === 'class') return objectNamed(kind.name, kind.sdk);
    }
    return this.readGeneric(name, params, script);
  }

  /** `Conversations.Paginator<Message>` of a namespace import, `React.MutableRefObject<Client>`. */
  private readQualified({ left, right }: t.TSQualifiedName, params: readonly Node[], script: Script): Kind | undefined {
    if (left.type !== 'Identifier') return undefined;
    const origin = script.scopes.lookUp(left.name, left)?.origins[0];
    if (origin?.kind === 'import') {
      const kind = kindOfImport(origin.declaration, origin.specifier, true);
      const member = kind?.is === 'module' ? kindOfExport(right.name, kind.sdk) : undefined;
      if (member?.is === 'class') return this.withItems(member, params, script);
    }
    return this.readGeneric(right.name, params, script);
  }

  private withItems(kind: Kind & { is: 'class' }, params: readonly Node[], script: Script): Kind | undefined {
    const of = params[0] && this.read(params[0], script);
    if (/UpdatedEventArgs$/.test(kind.name)) return eventFields(kind);
    return objectNamed(kind.name, kind.sdk, of);
  }

  private readGeneric(name: string, params: readonly Node[], script: Script): Kind | undefined {
    const [first, second] = params;
    if (!first) return undefined;
    if (TRANSPARENT.has(name)) return this.read(first, script);
    if (LISTS.has(name)) return list(this.read(first, script));
    if (name === 'Promise' || name === 'Observable') {
      const of = this.read(first, script);
      return of && { is: name === 'Promise' ? 'promise' : 'list', of };
    }
    if ((name === 'Map' || name === 'Record') && second) {
      const of = this.read(second, script);
      return of && { is: 'map', of };
    }
    const key = BOXES[name];
    const of = key && this.read(first, script);
    return of && { is: 'box', of, key };
  }

  private readLocal(node: t.TSInterfaceDeclaration | t.TSTypeAliasDeclaration, script: Script): Kind | undefined {
    if (this.named.has(node)) return this.named.get(node);
    if (this.busy.has(node)) return undefined;
    this.busy.add(node);
    const kind =
      node.type === 'TSTypeAliasDeclaration'
        ? this.read(node.typeAnnotation, script)
        : (this.readBases(node, script) ?? this.readFields(node.body.body, script));
    this.busy.delete(node);
    this.named.set(node, kind);
    return kind;
  }

  /** `interface ExtendedMessage extends Message`. */
  private readBases(node: t.TSInterfaceDeclaration, script: Script): Kind | undefined {
    for (const { expression } of node.extends ?? []) {
      if (expression.type !== 'Identifier') continue;
      const origin = script.scopes.lookUp(expression.name, node)?.origins[0];
      const kind = origin?.kind === 'import' ? kindOfImport(origin.declaration, origin.specifier, false) : undefined;
      if (kind?.is === 'class') return objectNamed(kind.name, kind.sdk);
    }
    return undefined;
  }

  private readFields(members: readonly t.TSTypeElement[], script: Script): Kind | undefined {
    const fields = new Map<string, Kind>();
    for (const member of members) {
      if (member.type !== 'TSPropertySignature' || !member.typeAnnotation) continue;
      const name = nameOf(member.key, member.computed);
      const kind = this.read(member.typeAnnotation.typeAnnotation, script);
      if (name !== undefined && kind) fields.set(name, kind);
    }
    return fields.size > 0 ? { is: 'fields', fields, sdk: 'conversations' } : undefined;
  }

  private readImport(type: t.TSImportType, script: Script): Kind | undefined {
    const module = moduleOf(type);
    if (!module || type.qualifier?.type !== 'Identifier') return undefined;
    const kind = kindOfExport(type.qualifier.name, module.sdk);
    return kind?.is === 'class' ? this.withItems(kind, type.typeParameters?.params ?? [], script) : undefined;
  }

  private readText(written: string, script: Script): Kind | undefined {
    const isList = /\[\]\s*$|^Array</.test(written.trim());
    const direct = /import\(\s*['"]([^'"]+)['"]\s*\)\.(\w+)/.exec(written);
    const kind = direct ? objectIn(direct[1], direct[2]) : this.readTypedef(written, script);
    return isList ? list(kind) : kind;
  }

  /** A name that a `@typedef {import('…').Participant} Participant` of the file explains. */
  private readTypedef(written: string, script: Script): Kind | undefined {
    const name = /[A-Za-z_$][\w$]*/.exec(written.replace(/^Array<|null|undefined/g, ''))?.[0];
    if (name === undefined) return undefined;
    const pattern = /@typedef\s+\{\s*import\(\s*['"]([^'"]+)['"]\s*\)\.(\w+)\s*\}\s+(\w+)/g;
    for (const each of this.scripts) {
      for (const { value } of each.comments) {
        for (const match of value.matchAll(pattern)) if (match[3] === name) return objectIn(match[1], match[2]);
      }
    }
    const origin = script.scopes.topLevel.get(name)?.origins[0];
    const kind = origin?.kind === 'import' ? kindOfImport(origin.declaration, origin.specifier, false) : undefined;
    return kind?.is === 'class' ? objectNamed(kind.name, kind.sdk) : undefined;
  }
}

function objectIn(specifier = '', name = ''): Kind | undefined {
  const module = parseSpecifier(specifier);
  return module && objectNamed(name, module.sdk);
}

function moduleOf({ argument }: t.TSImportType) {
  return parseSpecifier(argument.value);
}

/** `MessageUpdatedEventArgs`: `{ message, updateReasons }`. */
function eventFields({ name, sdk }: Kind & { is: 'class' }): Kind | undefined {
  const owner = name.replace(/UpdatedEventArgs$/, '');
  const object = objectNamed(owner, sdk);
  return object && { is: 'fields', fields: new Map([[owner.toLowerCase(), object]]), sdk };
}

function list(of: Kind | undefined): Kind | undefined {
  return of && { is: 'list', of };
}

function lastName(name: t.TSEntityName): string {
  return name.type === 'Identifier' ? name.name : name.right.name;
}

/** The documentation directly before a function, or before the statement that it is in. */
function commentBefore(node: Node, script: Script): string | undefined {
  for (let at: Node | undefined = node; at; at = script.tree.parentOf(at)) {
    const start = startOf(at);
    const comment = script.comments.find(
      ({ type, end }) =>
        type === 'CommentBlock' && script.text.slice(end ?? 0, start).trim() === '' && (end ?? 0) <= start,
    );
    if (comment) return comment.value;
    if (/Statement$|Declaration$|^ClassMethod$|^ObjectMethod$/.test(at.type) && at !== node) return undefined;
  }
  return undefined;
}
