import { parse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import type * as t from '@babel/types';

export type Dialect = 'js' | 'ts' | 'tsx';
export type Program = t.File;

const COMMON: ParserPlugin[] = ['decorators-legacy', 'decoratorAutoAccessors', 'explicitResourceManagement'];

// What is no syntax error for the runtime in question must not stop us; what we cannot read at all does.
const OPTIONS: ParserOptions = {
  sourceType: 'unambiguous',
  errorRecovery: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  allowNewTargetOutsideFunction: true,
  attachComment: false,
};

/**
 * Reads JavaScript or TypeScript.
 *
 * @throws SyntaxError with `loc`, for what no dialect of the file's kind allows
 */
export function parseScript(text: string, dialect: Dialect): Program {
  let first: unknown;
  for (const plugins of attemptsFor(text, dialect)) {
    try {
      return parse(text, { ...OPTIONS, plugins: [...COMMON, ...plugins] });
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/** JavaScript files may carry Flow's types, React Native's do without saying so; some carry TypeScript. */
function attemptsFor(text: string, dialect: Dialect): ParserPlugin[][] {
  if (dialect === 'ts') return [['typescript']];
  if (dialect === 'tsx') return [['typescript', 'jsx']];
  const flow: ParserPlugin[] = [['flow', { all: true }], 'jsx'];
  const plain: ParserPlugin[] = ['jsx'];
  const hasPragma = /@flow\b/.test(text.slice(0, 2_000));
  return hasPragma ? [flow, plain] : [plain, flow, ['typescript', 'jsx']];
}
