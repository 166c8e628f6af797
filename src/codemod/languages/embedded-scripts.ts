import { holdsScript, type Range, type ScriptBlock } from './markup.js';
import type { Dialect } from './parse-script.js';
import { Script } from './script.js';

/** Scripts that could be read, and those that could not. */
export interface EmbeddedScripts {
  readonly scripts: readonly Script[];
  readonly failures: readonly { readonly range: Range; readonly reason: string }[];
}

/**
 * Parses the scripts inside markup. Together where that is possible: those of a component are one module, and those of a page
 * see each other's names.
 *
 * @param text the file, of the same length as on disk
 */
export function parseEmbedded(text: string, blocks: readonly ScriptBlock[]): EmbeddedScripts {
  const wanted = blocks.filter(holdsScript).filter(({ start, end }) => text.slice(start, end).trim() !== '');
  if (wanted.length === 0) return { scripts: [], failures: [] };
  try {
    return { scripts: [parseRanges(text, wanted)], failures: [] };
  } catch (error) {
    if (wanted.length === 1 && wanted[0])
      return { scripts: [], failures: [{ range: wanted[0], reason: reasonOf(error) }] };
    return parseEach(text, wanted);
  }
}

function parseEach(text: string, blocks: readonly ScriptBlock[]): EmbeddedScripts {
  const scripts: Script[] = [];
  const failures: { range: Range; reason: string }[] = [];
  for (const block of blocks) {
    try {
      scripts.push(parseRanges(text, [block]));
    } catch (error) {
      failures.push({ range: block, reason: reasonOf(error) });
    }
  }
  return { scripts, failures };
}

function parseRanges(text: string, blocks: readonly ScriptBlock[]): Script {
  return Script.parse(onlyRanges(text, blocks), dialectOf(blocks));
}

/** The text with everything else blank, so that offsets and lines stay. */
export function onlyRanges(text: string, ranges: readonly Range[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { start, end } of ranges) {
    // Scripts in one line end at the end of their element.
    const blank = text.slice(at, start).replace(/[^\n]/g, ' ');
    parts.push(parts.length > 0 ? blank.replace(' ', ';') : blank, text.slice(start, end));
    at = end;
  }
  return parts.join('');
}

function dialectOf(blocks: readonly ScriptBlock[]): Dialect {
  const languages = blocks.map(({ attributes }) => attributes.get('lang') ?? attributes.get('type') ?? '');
  if (languages.some((language) => /tsx/i.test(language))) return 'tsx';
  return languages.some((language) => /^(?:ts|typescript|text\/typescript)$/i.test(language)) ? 'ts' : 'js';
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : String(error);
}
