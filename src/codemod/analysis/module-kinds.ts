import type * as t from '@babel/types';
import { EXPORTED_NAMES } from '../support.js';
import type { Script } from '../languages/script.js';
import { isMember, memberName } from '../languages/tree.js';
import { type Kind, objectNamed } from './kinds.js';
import type { Binding } from './scopes.js';
import { parseSpecifier, type Sdk, type SdkModule } from './sdk-modules.js';

export function kindOfModule(module: SdkModule | undefined): Kind | undefined {
  return module && { is: 'module', sdk: module.sdk, isGlobal: false };
}

/** What a name of the SDK's module is. Classes and types are not told apart: the program does. */
export function kindOfExport(name: string, sdk: Sdk): Kind | undefined {
  const object = objectNamed(name, sdk);
  return object && { is: 'class', name: object.name, sdk };
}

/**
 * What an import brings.
 *
 * @param isModule the default import is used like a namespace, as interoperation with CommonJS makes it
 */
export function kindOfImport(
  declaration: t.ImportDeclaration,
  specifier: t.ImportDeclaration['specifiers'][number],
  isModule: boolean,
): Kind | undefined {
  const module = parseSpecifier(declaration.source.value);
  if (!module) return undefined;
  if (specifier.type === 'ImportNamespaceSpecifier') return kindOfModule(module);
  if (specifier.type === 'ImportSpecifier') {
    const { imported } = specifier;
    const name = imported.type === 'Identifier' ? imported.name : imported.value;
    return name === 'default' ? kindOfDefault(module, isModule) : kindOfExport(name, module.sdk);
  }
  return kindOfDefault(module, isModule);
}

function kindOfDefault(module: SdkModule, isModule: boolean): Kind | undefined {
  if (module.form !== 'lib') return isModule ? kindOfModule(module) : kindOfExport('Client', module.sdk);
  return kindOfExport(nameOfLibFile(module.file, module.sdk), module.sdk);
}

/** `lib/channeldescriptor` holds `ChannelDescriptor`. */
export function nameOfLibFile(file: string, sdk: Sdk): string {
  const base = (file.split('/').at(-1) ?? '').toLowerCase();
  const names = sdk === 'chat' ? ['Channel', 'Member', 'ChannelDescriptor', 'UserDescriptor'] : [];
  return [...names, ...EXPORTED_NAMES].find((name) => name.toLowerCase() === base) ?? base;
}

/** Whether the file says `Chat.Client` of a default import `Chat`. */
export function defaultIsModule(script: Script, { name }: Pick<Binding, 'name'>): boolean {
  return script.tree.nodes.some((node) => {
    if (node.type === 'TSQualifiedName') return node.left.type === 'Identifier' && node.left.name === name;
    return (
      isMember(node) && node.object.type === 'Identifier' && node.object.name === name && memberName(node) === 'Client'
    );
  });
}
