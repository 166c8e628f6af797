/** The value below which this part of the samples lies; between two samples, in proportion. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = Math.floor(position);
  const [low, high] = [sorted[below] ?? NaN, sorted[Math.ceil(position)] ?? NaN];
  return low + (high - low) * (position - below);
}

/** What a table says of repeated measurements: the middle one, and how far the middle half of them is spread. */
export interface Summary {
  readonly median: number;
  readonly quartiles: readonly [number, number];
  readonly samples: number;
}

export function summarize(samples: readonly number[]): Summary {
  return {
    median: quantile(samples, 0.5),
    quartiles: [quantile(samples, 0.25), quantile(samples, 0.75)],
    samples: samples.length,
  };
}
