import { basename } from 'node:path';
import { namesOfModules } from './analysis/module-references.js';
import { parseModuleName, parseScriptAddress } from './analysis/other-sdk-names.js';
import type { Document } from './document.js';
import { endOf, nameOf, startOf, stringOf } from './languages/tree.js';
import type { PackageInfo } from './project/packages.js';
import type { Position } from './source.js';
import { properties, readJson } from './steps/package-json.js';

/** A part of a file that names another chat SDK than Twilio's. */
export interface OtherSdkName {
  readonly package: string;
  /** As it is written here. */
  readonly version: string | undefined;
  readonly kind: 'import' | 'dependency' | 'script';
  /** Of the written name. */
  readonly start: number;
  readonly end: number;
}

/** A place where an app names another chat SDK than Twilio's, for people. */
export interface OtherSdkPlace extends Position, Pick<OtherSdkName, 'package' | 'kind'> {
  /** The file. */
  readonly name: string;
  /** Of the written name, from 1; in the same line. */
  readonly endColumn: number;
  /** As it is written here, or in the `package.json` above. */
  readonly version: string | undefined;
  readonly excerpt: string;
}

const DEPENDENCIES = /^(?:(?:dev|peer|optional)D|d)ependencies$/;

/** Where a file names one of the SDKs that are not Twilio's: by import, as a dependency, or in the tag of a script. */
export function otherSdksIn(document: Document): OtherSdkName[] {
  const found = [...inScripts(document), ...inManifest(document), ...inTags(document)];
  return found.sort((a, b) => a.start - b.start);
}

/** The same, as the scanner tells it. */
export function placesOfOtherSdks(document: Document, { dependencies }: PackageInfo): OtherSdkPlace[] {
  return otherSdksIn(document).map(({ package: name, kind, version, start, end }) => {
    const at = document.lines.positionOf(start);
    return {
      package: name,
      version: version ?? dependencies.get(name),
      kind,
      name: document.source.name,
      ...at,
      endColumn: at.column + end - start,
      excerpt: document.lines.excerptAt(start),
    };
  });
}

function inScripts({ scripts }: Document): OtherSdkName[] {
  return scripts.flatMap((script) => {
    const imports = namesOfModules(script, parseModuleName)
      .filter(({ kind }) => kind !== 'string')
      .map(({ module, start, end }): OtherSdkName => ({ ...module, kind: 'import', start, end }));
    const addresses = namesOfModules(script, parseScriptAddress).filter(({ specifier }) => /\/\//.test(specifier));
    return [
      ...imports,
      ...addresses.map(({ module, kind, start, end }): OtherSdkName => ({
        ...module,
        kind: kind === 'string' ? 'script' : 'import',
        start,
        end,
      })),
    ];
  });
}

function inManifest({ language, source }: Document): OtherSdkName[] {
  const root = language === 'json' && basename(source.name) === 'package.json' ? readJson(source.text) : undefined;
  const sections = root ? properties(root).filter(({ key }) => DEPENDENCIES.test(nameOf(key) ?? '')) : [];
  return sections
    .flatMap(({ value }) => properties(value))
    .flatMap(({ key, value }): OtherSdkName[] => {
      const sdk = parseModuleName(nameOf(key) ?? '');
      const version = stringOf(value);
      // An alias may have put rethread there already.
      if (!sdk || version?.startsWith('npm:')) return [];
      return [{ package: sdk.package, version, kind: 'dependency', start: startOf(key) + 1, end: endOf(key) - 1 }];
    });
}

function inTags({ language, source }: Document): OtherSdkName[] {
  if (language === 'script' || language === 'json') return [];
  const text = source.text.replaceAll(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length));
  return Array.from(text.matchAll(/(<script\b[^>]*?\ssrc\s*=\s*["']?)([^"'\s>]+)/gi)).flatMap(
    (match): OtherSdkName[] => {
      const [, before = '', address = ''] = match;
      const sdk = parseScriptAddress(address);
      const start = match.index + before.length;
      return sdk ? [{ ...sdk, kind: 'script', start, end: start + address.length }] : [];
    },
  );
}
