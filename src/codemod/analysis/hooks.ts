import type { Script } from '../languages/script.js';
import type { CallNode, FunctionNode, Node } from '../languages/tree.js';
import type { AppNames } from './app-names.js';
import type { Kind } from './kinds.js';
import type { TypeReader } from './type-reader.js';

/** What hooks ask of the inference around them. */
export interface Asked {
  kindOf(node: Node, script: Script): Kind | undefined;
  resultOfCallback(node: Node, script: Script): Kind | undefined;
  resultOfFunction(node: FunctionNode, script: Script): Kind | undefined;
}

/** Calls of React, Vue, Svelte and the language that hold a value, or hand it on. */
export class Hooks {
  constructor(
    private readonly inference: Asked,
    private readonly types: TypeReader,
    private readonly apps: ReadonlyMap<Script, AppNames>,
  ) {}

  /** What the call of a hook with this name is. */
  resultOf(call: CallNode, name: string, script: Script): Kind | undefined {
    const [first] = call.arguments;
    const { typeParameters, typeArguments } = call as { typeParameters?: Node | null; typeArguments?: Node | null };
    const written = typeParameters ?? typeArguments;
    const held = (): Kind | undefined =>
      (written?.type === 'TSTypeParameterInstantiation' && written.params[0]
        ? this.types.read(written.params[0], script)
        : undefined) ??
      (first && this.inference.kindOf(first, script));
    switch (name) {
      case 'useState':
        return box('state', held() ?? this.setterArgument(call, script));
      case 'useRef':
      case 'createRef':
        return boxed(held() ?? this.assignedTo(call, 'current', script), 'current');
      case 'ref':
      case 'shallowRef':
      case 'signal':
        return boxed(held() ?? this.assignedTo(call, 'value', script), 'value');
      case 'useMemo':
      case 'computed':
        return first && this.inference.resultOfCallback(first, script);
      case 'useCallback':
      case 'reactive':
      case 'markRaw':
      case 'toRaw':
      case 'Object.freeze':
      case '$state':
      case 'shallowReactive':
        return held();
      case 'Promise.resolve': {
        const of = held();
        return of && { is: 'promise', of };
      }
      case 'Promise.all': {
        const list = held();
        const of = list?.is === 'list' ? list.of : undefined;
        return of && { is: 'promise', of: { is: 'list', of: of.is === 'promise' ? of.of : of } };
      }
      case 'Array.from':
        return held();
      default:
        return undefined;
    }
  }

  /** `const [client, setClient] = useState(null)`, then `setClient(new Client(token))`. */
  private setterArgument(call: CallNode, script: Script): Kind | undefined {
    const declarator = script.tree.parentOf(call);
    if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'ArrayPattern') return undefined;
    const setter = declarator.id.elements[1];
    if (setter?.type !== 'Identifier') return undefined;
    for (const site of this.apps.get(script)?.callsOf(setter.name) ?? []) {
      const [argument] = site.arguments;
      const kind = argument && this.inference.kindOf(argument, script);
      const value = kind?.is === 'function' ? this.inference.resultOfFunction(kind.node, script) : kind;
      if (value) return value;
    }
    return undefined;
  }

  /** `clientRef.current = new Client(token)`. */
  private assignedTo(call: CallNode, key: string, script: Script): Kind | undefined {
    const declarator = script.tree.parentOf(call);
    if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return undefined;
    for (const value of this.apps.get(script)?.assignmentsTo(`${declarator.id.name}.${key}`) ?? []) {
      const kind = this.inference.kindOf(value, script);
      if (kind) return kind;
    }
    return undefined;
  }
}

function box(is: 'state', of: Kind | undefined): Kind | undefined {
  return of && { is, of };
}

function boxed(of: Kind | undefined, key: 'current' | 'value'): Kind | undefined {
  return of && { is: 'box', of, key };
}
