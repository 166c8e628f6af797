/** Runs one sample, the path of which is the argument; what goes wrong ends the process with another code than 0. */
import { pathToFileURL } from 'node:url';
import { end } from './samples-world.mjs';

await import(pathToFileURL(process.argv[2]).href);
await end();
// Some samples make clients of their own and leave them running, as apps do.
process.exit();
