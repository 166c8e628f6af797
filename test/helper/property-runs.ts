import fc from 'fast-check';

const deep = Number(process.env['RETHREAD_PROPERTY_RUNS'] ?? 0);

/** How many cases a property plays: `usual`, or as many as `RETHREAD_PROPERTY_RUNS` asks for if that is more. */
export const propertyRuns = (usual: number): number => Math.max(usual, deep);

// The set-up file of the unit tests: properties that say nothing of their own play 100 cases.
fc.configureGlobal({ numRuns: propertyRuns(100) });
