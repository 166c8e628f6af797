/** Puts `text` in the place of `[start, end)`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits in the order of the text, ready to be applied. The same edit twice counts once, and deletions that overlap are one.
 *
 * @throws Error when two edits want the same characters: steps must not depend on luck.
 */
export function arrange(edits: readonly Edit[]): Edit[] {
  const arranged: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = arranged.at(-1);
    if (last && isSame(last, edit)) continue;
    if (last && edit.start < last.end) {
      if (edit.text !== '' || last.text !== '') {
        throw new Error(`unable to apply two edits at ${edit.start}; their ranges overlap`);
      }
      arranged[arranged.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), text: '' };
    } else arranged.push(edit);
  }
  return arranged;
}

/** Applies edits to a text; every character outside of them stays. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of arrange(edits)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}

function isSame(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}
