/** Prints how long the first import of some packages takes in this process, in milliseconds. */
import { childInput } from '../child-process.js';

const packages = childInput() as string[];
const start = performance.now();
await Promise.all(packages.map((name) => import(name)));
console.log(performance.now() - start);
