/**
 * Prints how long the first import of the official packages takes, and then of ours on top: milliseconds of the
 * processor, which other programs on the machine lengthen less than those of the clock.
 */
const raw = await time(['@azure/communication-chat', '@azure/communication-common']);
const added = await time(['rethread']);
console.log(JSON.stringify({ raw, added }));

async function time(packages: readonly string[]): Promise<number> {
  // What one side leaves to be collected is not the other one's.
  globalThis.gc!();
  const start = process.cpuUsage();
  await Promise.all(packages.map((name) => import(name)));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

export {};
