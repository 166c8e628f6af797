/** A file as it was read. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  /** Relative to where the run started, with `/`: what reports show. */
  readonly name: string;
  /** All of it: a byte order mark is its first character, so that writing it back gives the same bytes. */
  readonly text: string;
}

/** A place in a file, for people: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds lines for offsets; made once a file. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  positionOf(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }

  /** The line at an offset, trimmed and cut to what a report has room for. */
  excerptAt(offset: number): string {
    const { line } = this.positionOf(offset);
    const start = this.starts[line - 1] ?? 0;
    const text = this.text.slice(start, (this.starts[line] ?? this.text.length + 1) - 1).trim();
    return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
  }
}
