import type * as t from '@babel/types';
import { Scopes } from '../analysis/scopes.js';
import { type Dialect, parseScript } from './parse-script.js';
import { Tree } from './tree.js';

/** A script, ready to ask questions about. All offsets are those of the file that it is in. */
export class Script {
  readonly tree: Tree;
  private lazyScopes: Scopes | undefined;

  private constructor(
    readonly root: t.File,
    /** The file's text; where the script is only a part of it, the rest is blank. */
    readonly text: string,
    readonly dialect: Dialect,
  ) {
    this.tree = new Tree(root);
  }

  /** @throws SyntaxError */
  static parse(text: string, dialect: Dialect): Script {
    return new Script(parseScript(text, dialect), text, dialect);
  }

  get scopes(): Scopes {
    return (this.lazyScopes ??= new Scopes(this.tree));
  }

  get comments(): readonly t.Comment[] {
    return this.root.comments ?? [];
  }

  /** Whether it is a module: what it declares is its own. */
  get isModule(): boolean {
    return this.root.program.body.some(({ type }) => /^(?:Import|Export|TSImportEquals|TSExportAssignment)/.test(type));
  }
}
