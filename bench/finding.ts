import { type Summary, summarize } from './statistics.js';

/** One line of the table. */
export interface Finding {
  readonly what: string;
  /** In words; `'–'` where there is none and the figure is there to be known. */
  readonly budget: string;
  readonly measured: string;
  /** `undefined` where there is no budget. */
  readonly isMet: boolean | undefined;
  /** A time that depends on the machine: nothing that `--check` could judge. */
  readonly isForReading?: boolean;
  /** The figures behind it. */
  readonly figures: Readonly<Record<string, number | Summary>>;
}

/** A part of the benchmark, to be run by itself with `--only`. */
export interface Part {
  readonly name: string;
  run(): Promise<Finding[]>;
}

/** A figure that has to be at most `limit`. Counts are exact, so there is no spread. */
export function atMost(what: string, measured: number, limit: number): Finding {
  return {
    what,
    budget: `≤ ${limit}`,
    measured: String(measured),
    isMet: measured <= limit,
    figures: { measured },
  };
}

/** A figure without a budget. */
export function noted(what: string, measured: string, figures: Finding['figures'] = {}): Finding {
  return { what, budget: '–', measured, isMet: undefined, figures };
}

/** Two sides of one comparison, measured alternately: the same position in both lists is the same round. */
export interface Comparison {
  readonly raw: readonly number[];
  readonly ours: readonly number[];
}

/** The median of the rounds' ratios has to be at most `limit`. */
export function ratioAtMost(
  what: string,
  { raw, ours }: Comparison,
  limit: number,
  show: (value: number) => string,
): Finding {
  const ratio = summarize(ours.map((value, round) => value / (raw[round] ?? NaN)));
  const [low, high] = ratio.quartiles;
  const [rawSummary, oursSummary] = [summarize(raw), summarize(ours)];
  return {
    what,
    budget: `≤ ${limit.toFixed(2)} × raw`,
    measured: `${ratio.median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}); ${show(oursSummary.median)} / ${show(rawSummary.median)}`,
    isMet: ratio.median <= limit,
    figures: { ratio, raw: rawSummary, ours: oursSummary },
  };
}

/** As {@link ratioAtMost}, where more is better: the median of the rounds' ratios has to be at least `limit`. */
export function ratioAtLeast(
  what: string,
  { raw, ours }: Comparison,
  limit: number,
  show: (value: number) => string,
): Finding {
  const { isMet: _isMet, ...finding } = ratioAtMost(what, { raw, ours }, limit, show);
  const { median } = summarize(ours.map((value, round) => value / (raw[round] ?? NaN)));
  return { ...finding, budget: `≥ ${limit.toFixed(2)} × raw`, isMet: median >= limit };
}
