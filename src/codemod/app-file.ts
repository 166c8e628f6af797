import { Inference } from './analysis/inference.js';
import type { TypeOracle } from './analysis/type-oracle.js';
import { inferUses, type Use } from './analysis/uses.js';
import { type Document, openDocument } from './document.js';
import { companionOf } from './files/collect.js';
import { readSource } from './files/walk.js';
import type { Source } from './source.js';
import { isOldVideo } from './traps.js';

/** A file of the app with everything that is asked about it. */
export class AppFile {
  readonly document: Document;
  private lazyUses: readonly Use[] | undefined;

  constructor(
    source: Source,
    private readonly root: string,
    private readonly types?: TypeOracle,
  ) {
    this.document = openDocument(source);
  }

  /** What it uses of the SDK, in the order of the text. */
  get uses(): readonly Use[] {
    return (this.lazyUses ??= this.findUses());
  }

  private findUses(): readonly Use[] {
    const { document } = this;
    if (isOldVideo(document.source.text)) return [];
    const scripts = [...document.scripts, ...this.companionScripts()];
    return inferUses(document, new Inference(scripts, document.template, this.types?.(document.source)));
  }

  private companionScripts(): Document['scripts'] {
    const companion = companionOf(this.document.source.path);
    const source = companion === undefined ? undefined : readSource(companion, 0, this.root);
    return source && 'text' in source ? openDocument(source).scripts : [];
  }
}
