import kandy from '../kandy/compat.json' with { type: 'json' };
import signalwire from '../signalwire/compat.json' with { type: 'json' };
import stitch from '../stitch/compat.json' with { type: 'json' };
import { type Facade, OTHER_SDKS } from './data/other-sdks.js';
import type { Verdict } from './findings.js';
import type { OtherSdkPlace } from './other-sdks.js';
import type { SupportLevel, SupportRow } from './support.js';

/** Everything about one SDK of an app: where it is named, and what rethread can do for it. */
export interface OtherSdkAdvice {
  readonly package: string;
  /** As the app has them; several where its parts differ. */
  readonly versions: readonly string[];
  readonly title: string;
  /** `differs` where there is a facade: a move is something to read about. */
  readonly verdict: Verdict;
  /** What to import in its place: `rethread/kandy`. */
  readonly module: string | undefined;
  /** How many members and events of its table have which support. */
  readonly support: Readonly<Record<SupportLevel, number>> | undefined;
  /** What to do, in sentences. */
  readonly advice: readonly string[];
  /** Where rethread's documents say more. */
  readonly chapter: string | undefined;
  readonly places: readonly OtherSdkPlace[];
}

const TABLES: Readonly<Record<Facade, { readonly rows: object }>> = { kandy, signalwire, stitch };

/** By package, in the order of the text. */
export function adviseOn(places: readonly OtherSdkPlace[]): OtherSdkAdvice[] {
  const packages = [...new Set(places.map((place) => place.package))];
  return packages.map((name) =>
    adviceOn(
      name,
      places.filter((place) => place.package === name),
    ),
  );
}

function adviceOn(name: string, places: readonly OtherSdkPlace[]): OtherSdkAdvice {
  const sdk = OTHER_SDKS[name];
  if (!sdk) throw new Error(`unable to advise; nothing is known of ${name}`);
  const { title, facade, chapter, change, settings, remarkOn } = sdk;
  const versions = new Set(places.map(({ version }) => version));
  const remarks = new Set(Array.from(versions, remarkOn));
  const support = facade && countSupport(facade);
  const sentences = [change, support && supportText(support), settings && `it needs ${settings}`, ...remarks];
  return {
    package: name,
    versions: [...versions].filter((version) => version !== undefined),
    title,
    verdict: facade ? 'differs' : 'unsupported',
    module: facade && `rethread/${facade}`,
    support,
    advice: sentences.filter((text) => text !== undefined).map(sentence),
    chapter,
    places,
  };
}

function countSupport(facade: Facade): Record<SupportLevel, number> {
  const counts = { same: 0, emulated: 0, differs: 0, 'needs-companion': 0, unsupported: 0 };
  for (const { support } of Object.values(TABLES[facade].rows) as SupportRow[]) counts[support]++;
  return counts;
}

function supportText({ same, emulated, differs, unsupported, ...rest }: Record<SupportLevel, number>): string {
  const companion = rest['needs-companion'];
  const parts = [
    `${same + emulated} work`,
    `${differs} differ`,
    ...(companion > 0 ? [`${companion} need the companion`] : []),
    `${unsupported} are unsupported`,
  ];
  return `of ${same + emulated + differs + companion + unsupported} members and events, ${parts.join(', ')}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
