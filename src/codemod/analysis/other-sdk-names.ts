import { OTHER_SDKS } from '../data/other-sdks.js';

/** One of the SDKs besides Twilio's, as a module or an address names it. */
export interface NamedSdk {
  /** Its package, or Kandy's repository. */
  readonly package: string;
  /** What an address has behind the name: `4.25.0`, `latest`. */
  readonly version: string | undefined;
}

const NAMES = Object.keys(OTHER_SDKS)
  .map((name) => name.replaceAll('/', String.raw`\/`))
  .join('|');

/** Without one of these a file has nothing to do with them. */
export const OTHER_SDK_WORDS = new RegExp(NAMES);

const SPECIFIER = new RegExp(String.raw`^(?:\.{0,2}\/(?:[^'"]*\/)?node_modules\/)?(${NAMES})(?:\/.*)?$`);
const ADDRESS = new RegExp(String.raw`(?:^|\/)(${NAMES})(?:@([^/?#]+))?(?:[/?#]|$)`, 'i');
/** Scripts, or what delivers packages as scripts; not pages about them. */
const SCRIPT = /\.m?js(?:[?#]|$)|^(?:https?:)?\/\/(?:cdn\.|[\w.]*(?:unpkg\.com|jsdelivr\.net|esm\.sh|skypack\.dev)\/)/i;

/** Understands names of packages and paths into them. */
export function parseModuleName(specifier: string): NamedSdk | undefined {
  const [, name] = SPECIFIER.exec(specifier) ?? [];
  return name === undefined ? undefined : { package: name, version: undefined };
}

/** Understands addresses of scripts: of CDNs, and in `node_modules`. */
export function parseScriptAddress(address: string): NamedSdk | undefined {
  if (!SCRIPT.test(address)) return undefined;
  const [, name, version] = ADDRESS.exec(address) ?? [];
  return name === undefined ? undefined : { package: name.toLowerCase(), version };
}
