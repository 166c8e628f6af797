/** How long the service asks to wait, in milliseconds, from any of the three headers it may use for that. */
export function parseRetryAfterMs(header: (name: string) => string | undefined): number | undefined {
  const milliseconds = parseNumber(header('retry-after-ms')) ?? parseNumber(header('x-ms-retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = header('retry-after');
  const seconds = parseNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  // Every HTTP date ends like this; without it "-1" would be read as a year.
  const date = value?.trim().endsWith('GMT') === true ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function parseNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d{1,9}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
