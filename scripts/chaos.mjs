// `npm run chaos -- --seed S --minutes M`: the chaos test at any size. Without minutes it plays one round of the seed. With
// `--node` there are no pages: everybody lives in this process, and so its memory can be judged.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const options = { seed: { type: 'string' }, minutes: { type: 'string' }, node: { type: 'boolean', default: false } };
const {
  values: { node, ...values },
} = parseArgs({ options });
for (const [name, value] of Object.entries(values)) {
  if (!(Number(value) >= 0)) {
    console.error(`--${name} has to be a number.`);
    process.exit(1);
  }
}
const env = { ...process.env };
if (values.seed !== undefined) env.RETHREAD_CHAOS_SEED = values.seed;
if (values.minutes !== undefined) env.RETHREAD_CHAOS_MINUTES = values.minutes;
if (node) env.RETHREAD_CHAOS_PLACE = 'node';
const arguments_ = ['vitest', 'run', '--project', 'chaos', 'test/chaos'];
process.exitCode = spawnSync('npx', arguments_, { env, stdio: 'inherit' }).status ?? 1;
