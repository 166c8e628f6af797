import { refuse } from '../errors.js';

/** Stable versions; all are answered as the newest one. */
export const chatApiVersions = ['2021-03-07', '2021-09-07', '2023-11-07', '2024-03-07', '2025-03-15'] as const;

/** The version of the real-time configuration, which is not in the public specification. */
export const realTimeApiVersions = ['2024-09-01'] as const;

/** Stable versions up to the one whose operations are built; all are answered as the newest one. */
export const identityApiVersions = ['2021-03-07', '2022-06-01', '2022-10-01', '2023-10-01'] as const;

/** Refuses a request without a version or with one that is not supported. */
export function checkApiVersion(version: string | undefined, supported: readonly string[]): void {
  if (version !== undefined && supported.includes(version)) return;
  const reason =
    version === undefined ? 'The api-version query parameter is missing.' : 'This api-version is not supported.';
  throw refuse.badRequest(`${reason} Supported: ${supported.join(', ')}.`, 'api-version');
}
