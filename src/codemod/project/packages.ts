import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DISTINCTIVE_WORDS } from '../data/distinctive-names.js';

/** What the nearest `package.json` above a file says. */
export interface PackageInfo {
  /** Its folder; `undefined` where there is none. */
  readonly folder: string | undefined;
  readonly dependencies: ReadonlyMap<string, string>;
  /** It is a plugin for Twilio Flex: objects of the SDK come from there, and stay Twilio's. */
  readonly isFlex: boolean;
}

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
const NONE: PackageInfo = { folder: undefined, dependencies: new Map(), isFlex: false };

/** Reads each `package.json` once. */
export class Packages {
  private readonly known = new Map<string, PackageInfo>();

  of(file: string): PackageInfo {
    return this.ofFolder(dirname(file));
  }

  /** Whether a file that does not name the SDK may meet its objects all the same. */
  mayMeetSdk(file: string, text: string): boolean {
    if (!DISTINCTIVE_WORDS.test(text)) return false;
    const { dependencies } = this.of(file);
    return ['@twilio/conversations', 'twilio-chat', 'rethread'].some((name) => dependencies.has(name));
  }

  private ofFolder(folder: string): PackageInfo {
    const known = this.known.get(folder);
    if (known) return known;
    const info = readPackage(folder) ?? (dirname(folder) === folder ? NONE : this.ofFolder(dirname(folder)));
    this.known.set(folder, info);
    return info;
  }
}

function readPackage(folder: string): PackageInfo | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const sections = SECTIONS.map((section) => (manifest as Record<string, unknown>)[section]);
  const entries = sections.flatMap((section) =>
    typeof section === 'object' && section !== null ? Object.entries(section as Record<string, unknown>) : [],
  );
  const dependencies = new Map(entries.map(([name, range]) => [name, String(range)]));
  return { folder, dependencies, isFlex: dependencies.has('@twilio/flex-ui') };
}
