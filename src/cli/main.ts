#!/usr/bin/env node
import { describeFailure } from './describe-failure.js';
import { createProgram } from './program.js';

try {
  await createProgram().parseAsync();
} catch (error) {
  console.error(describeFailure(error));
  // Commands that have codes of their own have set it.
  process.exitCode ??= 1;
}
