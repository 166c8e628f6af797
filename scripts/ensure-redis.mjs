// Two companions on one Redis are raced against each other. Installs Debian's where it can, otherwise says in one line
// what is missing.
import { execFileSync, spawnSync } from 'node:child_process';

const isThere = () => spawnSync(process.env.REDIS_SERVER_PATH ?? 'redis-server', ['--version']).status === 0;

if (!isThere()) {
  const canInstall = process.getuid?.() === 0 && spawnSync('which', ['apt-get']).status === 0;
  if (canInstall) {
    console.error('redis-server is missing: installing it with apt-get …');
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'redis-server'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}
if (!isThere()) {
  console.error(
    'The tests of several companions need redis-server: install it (Debian: `apt-get install redis-server`) or set REDIS_SERVER_PATH.',
  );
  process.exit(1);
}
