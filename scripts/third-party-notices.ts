/** Writes the licences of the packages whose code the build puts into `dist`. What is in there, the bundler says. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

interface BundledPackage {
  readonly title: string;
  readonly texts: readonly string[];
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice)\b/i;
const RULER = '='.repeat(80);

/**
 * A plugin of esbuild that notes which packages its builds bundle.
 *
 * @param file - Written anew after every build: builds that share the plugin share the file.
 */
export function thirdPartyNotices(file: string): Plugin {
  const folders = new Set<string>();
  return {
    name: 'third-party-notices',
    setup: (build) => {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        for (const folder of bundledPackages(metafile)) folders.add(folder);
        writeFileSync(file, describePackages([...folders].map(readPackage)));
      });
    },
  };
}

/** The folders of the packages that have code in what was built. */
export function bundledPackages(metafile: Metafile | undefined): string[] {
  const inputs = Object.values(metafile?.outputs ?? {}).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return used.flatMap(([path]) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >;
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (files.length === 0) throw new Error(`unable to bundle ${name}; it has no file with its licence`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title: `${name} ${version} (${license})`, texts };
}

function describePackages(packages: readonly BundledPackage[]): string {
  // A package can be there twice, in different versions or in different folders.
  const parts = new Map(packages.map(({ title, texts }) => [title, `${title}\n${RULER}\n\n${texts.join('\n\n')}\n`]));
  const sorted = [...parts.keys()].sort().map((title) => parts.get(title));
  return ['Files of rethread carry code of the packages below, under these licences.\n', ...sorted].join(
    `\n${RULER}\n`,
  );
}
