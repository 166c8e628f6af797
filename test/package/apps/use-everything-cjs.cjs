/* eslint-disable @typescript-eslint/no-require-imports -- this is what is tested */
const index = require('rethread');
const emulator = require('rethread/emulator');
const manifest = require('rethread/package.json');
const server = require('rethread/server');
const twilio = require('rethread/twilio');

void import('./use-everything.mjs').then(({ useEverything }) =>
  useEverything({ index, twilio, server, emulator, manifest }),
);
