// Builds a fresh checkout when `npm ci` has installed it, so that `npx rethread` works there at once. What is built
// already stays as it is: `npm pack` comes here, too.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isComplete = existsSync('node_modules/tsup');
if (isComplete && !existsSync('dist/cli.js')) execSync('npm run --silent build -- --silent', { stdio: 'inherit' });
